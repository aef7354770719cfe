package org.automtl4j.train.balance.internal;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.balance.StepLosses;

/** What methods ask of losses. */
public final class Losses {
  private Losses() {}

  /** The losses, none of which may be negative: methods that take logarithms or ratios mean nothing then. */
  public static double[] notNegative(String type, StepLosses losses) {
    double[] values = losses.values();
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0) {
        throw new InvalidInputException("balancing " + type + ": task '" + losses.tasks().get(i) + "' has a loss of " + values[i]
            + " in iteration " + losses.iteration() + ", allowed are losses of at least 0; take EW, UW or a method that looks at gradients alone, such as CAGRAD");
      }
    }
    return values;
  }
}
