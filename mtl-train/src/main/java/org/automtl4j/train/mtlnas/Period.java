package org.automtl4j.train.mtlnas;

import org.automtl4j.core.InvalidInputException;

/**
 * A number that goes from one value to another during a part of a training: start before the part, end behind it, and within it
 * {@code end - (end - start) (1 - share)^power}, where share runs from 0 to 1. An empty part, such as from 0 to 0, means the start in the first step and the end
 * from the second on.
 *
 * @param start the value before
 * @param end the value behind
 * @param from where the part begins, as a share of the training
 * @param to where it ends
 * @param power of the curve; 1: a straight line
 */
public record Period(double start, double end, double from, double to, double power) {

  /** Checks the ranges. */
  public Period {
    if (!(from >= 0 && from <= to && Double.isFinite(to))) {
      throw new InvalidInputException("a period from " + from + " to " + to + " of a training, allowed: 0 <= from <= to");
    }
    if (!(power > 0 && Double.isFinite(power)) || !Double.isFinite(start) || !Double.isFinite(end)) {
      throw new InvalidInputException("a period's values must be finite and its power above 0, found " + start + ", " + end + " and " + power);
    }
  }

  /**
   * @param value at all times
   * @return that
   */
  public static Period constant(double value) {
    return new Period(value, value, 0, 0, 1);
  }

  /**
   * @param step from 0
   * @param steps of the training
   * @return the value in this step
   */
  public double at(int step, int steps) {
    double place = (double) step / steps;
    if (place <= from) {
      return start;
    }
    if (place >= to) {
      return end;
    }
    double share = (step - from * steps) / ((to - from) * steps);
    return end - (end - start) * Math.pow(1 - share, power);
  }
}
