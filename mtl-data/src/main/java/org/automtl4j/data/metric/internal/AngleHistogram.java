package org.automtl4j.data.metric.internal;

import java.util.Arrays;

/**
 * Collects angles in constant memory. The median is taken to the width of a bin, 0.0007 degrees, and exactly where bins hold one angle each.
 */
public final class AngleHistogram {
  private static final int BINS = 1 << 18;

  private final long[] counts = new long[BINS + 1];
  private final double[] sums = new double[BINS + 1];
  private long count;
  private double sum;

  /**
   * @param degrees 0..180
   */
  public void add(double degrees) {
    int bin = (int) (degrees / 180 * BINS);
    counts[bin]++;
    sums[bin] += degrees;
    count++;
    sum += degrees;
  }

  /** @return the mean in degrees; NaN while empty */
  public double mean() {
    return count > 0 ? sum / count : Double.NaN;
  }

  /** @return the median in degrees, of an even number the mean of the two in the middle; NaN while empty */
  public double median() {
    return count > 0 ? (ranked((count - 1) / 2) + ranked(count / 2)) / 2 : Double.NaN;
  }

  private double ranked(long rank) {
    long before = 0;
    int bin = 0;
    while (before + counts[bin] <= rank) {
      before += counts[bin];
      bin++;
    }
    return sums[bin] / counts[bin];
  }

  /** Forgets everything. */
  public void reset() {
    Arrays.fill(counts, 0);
    Arrays.fill(sums, 0);
    count = 0;
    sum = 0;
  }
}
