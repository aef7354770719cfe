package org.automtl4j.train.schedule;

import java.util.Objects;
import org.automtl4j.core.InvalidInputException;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * A schedule whose first rates are smaller.
 *
 * @param schedule the rates without it
 * @param iterations how many are smaller: iteration i has (i + 1) / (iterations + 1) of its rate
 */
public record WarmUpSchedule(ISchedule schedule, int iterations) implements ISchedule {
  private static final long serialVersionUID = 1L;

  /** Checks the range. */
  public WarmUpSchedule {
    Objects.requireNonNull(schedule, "schedule");
    if (iterations < 0) {
      throw new InvalidInputException("warm-up: at least 0 iterations, found " + iterations);
    }
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    double rate = schedule.valueAt(iteration, epoch);
    return iteration < iterations ? rate * (iteration + 1) / (iterations + 1) : rate;
  }

  /** With a copy of the schedule inside, which may be a user's own. */
  @Override
  public ISchedule clone() {
    return new WarmUpSchedule(schedule.clone(), iterations);
  }
}
