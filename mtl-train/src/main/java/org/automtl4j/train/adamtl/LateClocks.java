package org.automtl4j.train.adamtl;

import java.util.List;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * A schedule whose clock begins anew at some iterations, and is read after each step, as the published loop does it: an iteration has the rate of the one before it,
 * the first after a new beginning still that of the part before, and the very first that of iteration 0.
 *
 * @param schedule the rates of each part
 * @param starts the iterations at which it begins anew, rising, the first 0
 */
public record LateClocks(ISchedule schedule, List<Integer> starts) implements ISchedule {
  private static final long serialVersionUID = 1L;

  /** Keeps a copy. */
  public LateClocks {
    starts = List.copyOf(starts);
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    int read = Math.max(0, iteration - 1);
    int start = 0;
    for (int begin : starts) {
      start = begin <= read ? begin : start;
    }
    return schedule.valueAt(read - start, epoch);
  }

  @Override
  public ISchedule clone() {
    return new LateClocks(schedule.clone(), starts);
  }
}
