package org.automtl4j.train.automtl.compat;

import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

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
  public ISchedule schedule(double rate) {
    return this == CONSTANT ? new FixedSchedule(rate) : new Dropping(rate);
  }

  /** The published drop as one of ND4J's schedules. */
  private record Dropping(double rate) implements ISchedule {
    private static final long serialVersionUID = 1L;

    @Override
    public double valueAt(int iteration, int epoch) {
      return iteration >= DROP_ITERATION ? DROPPED : rate;
    }

    /** Itself, since it never changes. */
    @Override
    public ISchedule clone() {
      return this;
    }
  }
}
