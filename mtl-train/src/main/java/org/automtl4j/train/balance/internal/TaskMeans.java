package org.automtl4j.train.balance.internal;

import java.util.Arrays;
import java.util.Map;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.StepLosses;

/** Means of each task's losses over intervals of so many iterations. An interval in which a task was never present leaves its mean of before. */
public final class TaskMeans {
  private final int tasks;
  private final long interval;
  private double[] sums;
  private double[] counts;
  private double[] last;
  private double[] before;
  private long current;

  /**
   * @param tasks how many
   * @param interval iterations of one, at least 1
   */
  public TaskMeans(int tasks, long interval) {
    this.tasks = tasks;
    this.interval = interval;
    this.sums = new double[tasks];
    this.counts = new double[tasks];
    this.last = new double[tasks];
    this.before = new double[tasks];
  }

  /** Goes to the interval of an iteration: the means of one that is over become the last ones. Tells whether one has ended. */
  public boolean at(long iteration) {
    long now = iteration / interval;
    boolean over = now > current;
    for (; current < now; current++) {
      before = last.clone();
      for (int t = 0; t < tasks; t++) {
        last[t] = counts[t] > 0 ? sums[t] / counts[t] : last[t];
      }
      Arrays.fill(sums, 0);
      Arrays.fill(counts, 0);
    }
    return over;
  }

  /** Adds the losses of a step. */
  public void add(StepLosses losses, int[] places) {
    for (int i = 0; i < places.length; i++) {
      sums[places[i]] += losses.value(i);
      counts[places[i]]++;
    }
  }

  /** How many intervals are over. */
  public long over() {
    return current;
  }

  /** The means of the last interval that is over; 0 for a task that was never present. */
  public double[] last() {
    return last.clone();
  }

  /** The means of the interval before the last. */
  public double[] before() {
    return before.clone();
  }

  /** Adds all that is remembered. */
  public void state(Map<String, double[]> numbers) {
    numbers.put("means.sums", sums);
    numbers.put("means.counts", counts);
    numbers.put("means.last", last);
    numbers.put("means.before", before);
    numbers.put("means.current", new double[] {current});
  }

  /** Goes on from there. */
  public void restore(BalancerState state) {
    sums = state.numbers("means.sums", tasks);
    counts = state.numbers("means.counts", tasks);
    last = state.numbers("means.last", tasks);
    before = state.numbers("means.before", tasks);
    current = (long) state.numbers("means.current", 1)[0];
  }
}
