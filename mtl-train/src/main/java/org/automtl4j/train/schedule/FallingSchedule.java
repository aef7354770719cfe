package org.automtl4j.train.schedule;

import java.util.Objects;
import org.automtl4j.core.InvalidInputException;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * A rate that goes from one value to another over a number of iterations and stays there. See {@link RateSchedules} for the formulas.
 *
 * @param form of the curve
 * @param start rate of iteration 0
 * @param end rate from the last iteration on
 * @param power of {@link Form#POLY}; else 1
 * @param iterations after which the end is reached
 */
public record FallingSchedule(Form form, double start, double end, double power, int iterations) implements ISchedule {
  private static final long serialVersionUID = 1L;

  /** The curve from start to end. */
  public enum Form {
    /** (1 - x)^power. */
    POLY,
    /** (1 + cos(pi x)) / 2. */
    COSINE,
    /** 1 - x. */
    LINEAR
  }

  /** Checks the ranges. */
  public FallingSchedule {
    Objects.requireNonNull(form, "form");
    notNegative("learning rate", start);
    notNegative("final learning rate", end);
    if (!(power > 0 && power < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("poly schedule: the power must be a finite number above 0, found " + power);
    }
    if (iterations < 1) {
      throw new InvalidInputException("learning rate schedule: it lasts at least 1 iteration, found " + iterations);
    }
  }

  private static void notNegative(String what, double found) {
    if (!(found >= 0 && found < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("the " + what + " must be a finite number of at least 0, found " + found);
    }
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    if (iteration >= iterations) {
      return end;
    }
    double x = (double) iteration / iterations;
    double share = switch (form) {
      case POLY -> Math.pow(1 - x, power);
      case COSINE -> (1 + Math.cos(Math.PI * x)) / 2;
      case LINEAR -> 1 - x;
    };
    return end + (start - end) * share;
  }

  /** Itself, since it never changes. */
  @Override
  public ISchedule clone() {
    return this;
  }
}
