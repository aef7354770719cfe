package org.automtl4j.train.balance.internal;

import org.automtl4j.core.InvalidInputException;

/**
 * Checks of a method's options, one after the other.
 *
 * @param where what they belong to, for messages
 */
public record Options(String where) {

  /**
   * @param where such as {@code "balancing CAGRAD"}
   * @return checks whose messages begin with it
   */
  public static Options of(String where) {
    return new Options(where);
  }

  /** A finite number of at least 0. */
  public Options notNegative(String name, double value) {
    return check(name, value, value >= 0 && value < Double.POSITIVE_INFINITY, "a finite number of at least 0");
  }

  /** A finite number greater than 0. */
  public Options positive(String name, double value) {
    return check(name, value, value > 0 && value < Double.POSITIVE_INFINITY, "a finite number greater than 0");
  }

  /** In [0, 1). */
  public Options fraction(String name, double value) {
    return check(name, value, value >= 0 && value < 1, "in [0, 1)");
  }

  /** In [0, 1]. */
  public Options share(String name, double value) {
    return check(name, value, value >= 0 && value <= 1, "in [0, 1]");
  }

  /** A whole number of at least some other. */
  public Options atLeast(String name, long value, long least) {
    return check(name, value, value >= least, "at least " + least);
  }

  private Options check(String name, Number value, boolean good, String allowed) {
    if (!good) {
      throw new InvalidInputException(where + ": " + name + " must be " + allowed + ", found " + value);
    }
    return this;
  }
}
