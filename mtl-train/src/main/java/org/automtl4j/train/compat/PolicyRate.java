package org.automtl4j.train.compat;

import org.automtl4j.train.schedule.LearningRateSchedule;

/** How the learning rate of the policies changes over a search. */
public enum PolicyRate {
  /** Not at all. */
  CONSTANT,
  /** It becomes 0.001 at iteration 10,000, whatever it was. As published. */
  DROP;

  private static final int DROP_ITERATION = 10_000;
  private static final double DROPPED = 1e-3;

  /**
   * @param rate the rate at iteration 0
   * @return the rate by iteration of the stage, policy and weight iterations counted alike
   */
  public LearningRateSchedule schedule(double rate) {
    LearningRateSchedule constant = LearningRateSchedule.constant(rate);
    return this == CONSTANT ? constant : iteration -> iteration >= DROP_ITERATION ? DROPPED : constant.at(iteration);
  }
}
