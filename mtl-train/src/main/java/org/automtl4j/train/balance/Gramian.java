package org.automtl4j.train.balance;

import java.util.stream.IntStream;

/** G = J J', the inner products of tasks' gradients, in double. Immutable. */
public final class Gramian {
  private final double[][] g;

  private Gramian(double[][] g) {
    this.g = g;
  }

  /**
   * @param products [T][T], symmetric; only the lower half is looked at
   * @return the matrix
   * @throws IllegalArgumentException if it is not square, or has a number that is not finite
   */
  public static Gramian of(double[][] products) {
    int n = products.length;
    double[][] g = new double[n][n];
    for (int i = 0; i < n; i++) {
      if (products[i].length != n) {
        throw new IllegalArgumentException("a Gramian is square, found row " + i + " of " + products[i].length + " numbers in one of " + n + " rows");
      }
      for (int j = 0; j <= i; j++) {
        if (!Double.isFinite(products[i][j])) {
          throw new IllegalArgumentException("the product of gradients " + i + " and " + j + " is not finite: " + products[i][j]);
        }
        g[i][j] = products[i][j];
        g[j][i] = products[i][j];
      }
    }
    return new Gramian(g);
  }

  /**
   * @param rows J, [T][D]
   * @return J J'
   */
  public static Gramian ofRows(double[][] rows) {
    return of(products(rows, rows));
  }

  /**
   * @param a [T][D]
   * @param b [T][D]
   * @return a b', [T][T]
   */
  public static double[][] products(double[][] a, double[][] b) {
    double[][] products = new double[a.length][b.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        for (int k = 0; k < a[i].length; k++) {
          products[i][j] += a[i][k] * b[j][k];
        }
      }
    }
    return products;
  }

  /** @return how many tasks there are */
  public int size() {
    return g.length;
  }

  /**
   * @param i a task
   * @param j a task
   * @return g_i . g_j
   */
  public double at(int i, int j) {
    return g[i][j];
  }

  /**
   * @param i a task
   * @return n_i = |g_i|
   */
  public double norm(int i) {
    return Math.sqrt(g[i][i]);
  }

  /** @return the largest n_i squared; G's scale */
  public double largest() {
    return IntStream.range(0, g.length).mapToDouble(i -> g[i][i]).max().orElse(0);
  }

  /**
   * @param i a task
   * @param j a task
   * @return the cosine of their gradients, in [-1, 1]; 0 where one of them is 0
   */
  public double cosine(int i, int j) {
    return g[i][i] > 0 && g[j][j] > 0 ? Math.max(-1, Math.min(1, g[i][j] / norm(i) / norm(j))) : 0;
  }

  /**
   * @param w one number a task
   * @return G w
   */
  public double[] times(double[] w) {
    double[] out = new double[g.length];
    for (int i = 0; i < g.length; i++) {
      for (int j = 0; j < g.length; j++) {
        out[i] += g[i][j] * w[j];
      }
    }
    return out;
  }

  /**
   * @param w one number a task
   * @return |J' w|
   */
  public double norm(double[] w) {
    double[] gw = times(w);
    double square = 0;
    for (int i = 0; i < w.length; i++) {
      square += w[i] * gw[i];
    }
    return Math.sqrt(Math.max(0, square));
  }

  /**
   * @param factors of the rows
   * @return the Gramian of diag(factors) J
   */
  public Gramian scaled(double[] factors) {
    double[][] scaled = new double[g.length][g.length];
    for (int i = 0; i < g.length; i++) {
      for (int j = 0; j < g.length; j++) {
        scaled[i][j] = g[i][j] * factors[i] * factors[j];
      }
    }
    return new Gramian(scaled);
  }

  /** @return the tasks whose gradient is not 0 */
  public int[] rowsThatAreNotZero() {
    return IntStream.range(0, g.length).filter(i -> g[i][i] > 0).toArray();
  }

  /**
   * @param tasks some of the tasks
   * @return the Gramian of theirs alone
   */
  public Gramian select(int[] tasks) {
    double[][] selected = new double[tasks.length][tasks.length];
    for (int i = 0; i < tasks.length; i++) {
      for (int j = 0; j < tasks.length; j++) {
        selected[i][j] = g[tasks[i]][tasks[j]];
      }
    }
    return new Gramian(selected);
  }

  /** @return the numbers, [T][T], in an array of their own */
  public double[][] toArray() {
    return IntStream.range(0, g.length).mapToObj(i -> g[i].clone()).toArray(double[][]::new);
  }
}
