package org.automtl4j.train.optimizer;

import org.automtl4j.core.InvalidInputException;

/** Checks of the rules' numbers. */
final class Ranges {
  private Ranges() {}

  static double fraction(String what, double value) {
    return check(what, value, value >= 0 && value < 1, "in [0, 1)");
  }

  static double positive(String what, double value) {
    return check(what, value, value > 0 && value < Double.POSITIVE_INFINITY, "a finite number greater than 0");
  }

  static double notNegative(String what, double value) {
    return check(what, value, value >= 0 && value < Double.POSITIVE_INFINITY, "a finite number of at least 0");
  }

  private static double check(String what, double value, boolean good, String allowed) {
    if (!good) {
      throw new InvalidInputException(what + " must be " + allowed + ", found " + value);
    }
    return value;
  }
}
