package org.automtl4j.train.optimizer;

import java.util.Objects;
import org.automtl4j.train.schedule.LearningRateSchedule;

/** An optimiser's learning rate, whose schedule may begin again in the middle of a stage. */
final class Rate {
  private final LearningRateSchedule schedule;
  private int start;
  private double factor = 1;

  Rate(LearningRateSchedule schedule) {
    this.schedule = Objects.requireNonNull(schedule, "rate");
  }

  double at(int iteration) {
    return factor * schedule.at(iteration - start);
  }

  /** The schedule's first iteration is this one from now on, and its first rate the one that this iteration would have had. */
  void restart(int iteration) {
    double first = schedule.at(0);
    factor = first == 0 ? 0 : at(iteration) / first;
    start = iteration;
  }
}
