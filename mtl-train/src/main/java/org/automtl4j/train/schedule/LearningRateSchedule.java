package org.automtl4j.train.schedule;

import org.automtl4j.core.InvalidInputException;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/** A learning rate as a pure function of the iteration. */
@FunctionalInterface
public interface LearningRateSchedule {

  /**
   * @param iteration the stage's iteration, from 0; all tasks of one iteration see the same rate
   * @return the learning rate, finite and not negative
   */
  double at(int iteration);

  /**
   * @param rate the rate
   * @return that rate at every iteration
   * @throws InvalidInputException if the rate is negative or not finite
   */
  static LearningRateSchedule constant(double rate) {
    double checked = checked(rate);
    return iteration -> checked;
  }

  /**
   * Step decay: {@code rate * gamma^floor(iteration / frequency)}.
   *
   * @param rate the rate at iteration 0
   * @param gamma the factor of each step
   * @param frequency how many iterations a step lasts
   * @return the schedule
   * @throws InvalidInputException if the rate or gamma is negative or not finite, or the frequency is not positive
   */
  static LearningRateSchedule stepDecay(double rate, double gamma, int frequency) {
    checked(rate);
    if (!(gamma >= 0 && gamma < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("step decay: gamma must be a finite number of at least 0, found " + gamma);
    }
    if (frequency < 1) {
      throw new InvalidInputException("step decay: the frequency must be at least 1 iteration, found " + frequency);
    }
    return iteration -> rate * Math.pow(gamma, Math.floorDiv(iteration, frequency));
  }

  /**
   * Adapts one of ND4J's schedules. They count iterations or epochs; here only iterations are counted, since a multi-task run has one epoch per task.
   *
   * @param schedule for example {@code new StepSchedule(ScheduleType.ITERATION, 1e-3, 0.5, 4_000)}
   * @return the same rates
   * @throws InvalidInputException if the schedule depends on the epoch
   */
  static LearningRateSchedule of(ISchedule schedule) {
    for (int epoch = 1; epoch <= 1_000_000; epoch *= 10) {
      if (schedule.valueAt(0, epoch) != schedule.valueAt(0, 0)) {
        throw new InvalidInputException(
            schedule.getClass().getSimpleName() + " counts epochs; learning rates are scheduled by iteration: use ScheduleType.ITERATION");
      }
    }
    return iteration -> checked(schedule.valueAt(iteration, 0));
  }

  /**
   * The learning rate that an updater of ND4J carries: its schedule, or its constant rate.
   *
   * @param updater an updater
   * @return its rates
   * @throws InvalidInputException if the updater has no learning rate, or one that depends on the epoch
   */
  static LearningRateSchedule of(IUpdater updater) {
    if (!updater.hasLearningRate()) {
      throw new InvalidInputException(updater.getClass().getSimpleName() + " has no learning rate");
    }
    return of(new UpdaterSchedule(updater));
  }

  private static double checked(double rate) {
    if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("a learning rate must be a finite number of at least 0, found " + rate);
    }
    return rate;
  }
}
