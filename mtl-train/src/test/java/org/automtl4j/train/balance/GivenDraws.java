package org.automtl4j.train.balance;

/** Draws that a test gives; what it does not give may not be drawn. */
public final class GivenDraws implements Draws {
  private final double[] normal;
  private final double[] uniform;
  private final int[][] orders;
  private int normals;
  private int uniforms;
  private int permutations;

  public GivenDraws(double[] normal, double[] uniform, int[][] orders) {
    this.normal = normal;
    this.uniform = uniform;
    this.orders = orders;
  }

  @Override
  public double uniform() {
    return uniform[uniforms++];
  }

  @Override
  public double gaussian() {
    return normal[normals++];
  }

  @Override
  public int[] permutation(int n) {
    return orders[permutations++];
  }
}
