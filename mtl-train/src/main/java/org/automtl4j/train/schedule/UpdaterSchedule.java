package org.automtl4j.train.schedule;

import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The learning rate inside an updater, seen as one of ND4J's schedules.
 *
 * @param updater whose rate it is
 */
record UpdaterSchedule(IUpdater updater) implements ISchedule {
  private static final long serialVersionUID = 1L;

  @Override
  public double valueAt(int iteration, int epoch) {
    return updater.getLearningRate(iteration, epoch);
  }

  @Override
  public ISchedule clone() {
    return new UpdaterSchedule(updater.clone());
  }
}
