package org.automtl4j.train.mtlnas;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * A schedule by steps of a search, each of which is several iterations of the engine.
 *
 * @param steps the rate by step
 * @param iterations of a step
 */
record PassSchedule(ISchedule steps, int iterations) implements ISchedule {
  private static final long serialVersionUID = 1L;

  @Override
  public double valueAt(int iteration, int epoch) {
    return steps.valueAt(iteration / iterations, epoch);
  }

  @Override
  public ISchedule clone() {
    return new PassSchedule(steps.clone(), iterations);
  }
}
