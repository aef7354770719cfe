package org.automtl4j.data.metric.internal;

/** Running means; NaN while empty. */
public final class Means {
  private double sum;
  private double weight;

  /**
   * @param value counts once
   */
  public void add(double value) {
    add(value, 1);
  }

  /**
   * @param value a number
   * @param times how often it counts
   */
  public void add(double value, double times) {
    sum += value * times;
    weight += times;
  }

  /**
   * Adds the mean of a batch, which counts as often as the batch has samples; an empty one does not count.
   *
   * @param batch a batch's numbers
   * @param samples its samples
   */
  public void addBatch(Means batch, int samples) {
    if (batch.weight > 0) {
      add(batch.mean(), samples);
    }
  }

  /** @return the mean */
  public double mean() {
    return weight > 0 ? sum / weight : Double.NaN;
  }
}
