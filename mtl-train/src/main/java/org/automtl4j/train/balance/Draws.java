package org.automtl4j.train.balance;

import org.automtl4j.core.RandomStream;

/** The random numbers of balancing: those of a seeded stream whose state the training saves, or given ones. */
public interface Draws {

  /** @return uniform in [0, 1) */
  double uniform();

  /** @return standard normal */
  double gaussian();

  /**
   * @param n how many
   * @return 0..n-1 in a uniformly random order
   */
  int[] permutation(int n);

  /**
   * @param stream where they come from; it moves on as they are drawn
   * @return its numbers
   */
  static Draws of(RandomStream stream) {
    return new Draws() {
      @Override
      public double uniform() {
        return stream.nextDouble();
      }

      @Override
      public double gaussian() {
        return stream.nextGaussian();
      }

      @Override
      public int[] permutation(int n) {
        return stream.permutation(n);
      }
    };
  }
}
