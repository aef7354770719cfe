package org.automtl4j.train.mtlnas.config;

import java.util.List;
import org.automtl4j.core.config.Key;
import org.automtl4j.train.mtlnas.Period;

/**
 * A number that goes from one value to another during a part of a training.
 *
 * @param start the value before
 * @param end the value behind
 * @param period where the part begins and ends
 * @param power of the curve
 */
public record PeriodConfig(
    @Key("The value before.") double start,
    @Key("The value behind.") double end,
    @Key(value = "Where the change begins and ends, as shares of the training; [0, 0]: the start in the first step, the end from the second on.", byDefault = "[0, 1]", min = 0,
        size = 2) List<Double> period,
    @Key(value = "Power of the curve; 1: a straight line.", byDefault = "1", above = 0) double power) {

  /** Checks the order. */
  public PeriodConfig {
    period = List.copyOf(period);
    new Period(start, end, period.get(0), period.get(1), power);
  }

  /** @return the same as stages take it */
  public Period toPeriod() {
    return new Period(start, end, period.get(0), period.get(1), power);
  }
}
