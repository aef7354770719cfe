package org.automtl4j.train.mtlnas;

import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The learning rate of an update rule, constant or scheduled.
 *
 * @param updater the rule
 */
record RateOf(IUpdater updater) implements ISchedule {
  private static final long serialVersionUID = 1L;

  @Override
  public double valueAt(int iteration, int epoch) {
    return updater.getLearningRate(iteration, epoch);
  }

  @Override
  public ISchedule clone() {
    return new RateOf(updater.clone());
  }
}
