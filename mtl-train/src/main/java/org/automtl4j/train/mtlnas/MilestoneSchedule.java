package org.automtl4j.train.mtlnas;

import java.util.List;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * A learning rate that falls at certain steps.
 *
 * @param rate the first rate
 * @param gamma what it is multiplied with at each of them
 * @param steps the first step with the next rate each, rising
 */
public record MilestoneSchedule(double rate, double gamma, List<Integer> steps) implements ISchedule {
  private static final long serialVersionUID = 1L;

  /** Keeps a copy. */
  public MilestoneSchedule {
    steps = List.copyOf(steps);
  }

  /**
   * @param rate the first rate
   * @param steps of the training
   * @return a tenth from three fifths of the training on and a hundredth from nine tenths on, as published
   */
  public static MilestoneSchedule published(double rate, int steps) {
    return new MilestoneSchedule(rate, 0.1, List.of((int) (0.6 * steps), (int) (0.9 * steps)));
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    double value = rate;
    for (int step : steps) {
      value *= iteration >= step ? gamma : 1;
    }
    return value;
  }

  @Override
  public ISchedule clone() {
    return new MilestoneSchedule(rate, gamma, steps);
  }
}
