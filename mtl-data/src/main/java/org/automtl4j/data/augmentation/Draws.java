package org.automtl4j.data.augmentation;

import org.automtl4j.core.RandomStream;

/** The random numbers behind one sample's augmentation, asked for once each, in the order of these methods. */
public interface Draws {

  /** @return uniform in [0, 1): the place of the size's factor between the least and the most */
  double scale();

  /** @return uniform in [0, 1): above 0.5 the sample is mirrored */
  double mirror();

  /**
   * @param bound how many places there are
   * @return uniform in 0..bound-1: the crop's first row
   */
  int startRow(int bound);

  /**
   * @param bound how many places there are
   * @return uniform in 0..bound-1: the crop's first column
   */
  int startColumn(int bound);

  /**
   * @param random a stream that belongs to one sample
   * @return draws from it
   */
  static Draws from(RandomStream random) {
    return new Draws() {
      @Override
      public double scale() {
        return random.nextDouble();
      }

      @Override
      public double mirror() {
        return random.nextDouble();
      }

      @Override
      public int startRow(int bound) {
        return random.nextInt(bound);
      }

      @Override
      public int startColumn(int bound) {
        return random.nextInt(bound);
      }
    };
  }
}
