package org.automtl4j.train.advice;

import java.util.Locale;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.automtl.ModelSize;

/**
 * What a model may cost, as a share of a model of its own for every task, heads included.
 *
 * @param measure what is counted
 * @param share of the single-task models' cost together, above 0
 */
public record Budget(Measure measure, double share) {

  /** What a budget counts. */
  public enum Measure {
    /** Multiplications with an addition for one image and all tasks. */
    MULTIPLY_ADDS("multiplyAdds", "multiply-adds"),
    /** Numbers that are stored. */
    PARAMETERS("parameters", "parameters"),
    /** Time for one image and all tasks on this machine. */
    LATENCY("latency", "latency");

    private final String key;
    private final String words;

    Measure(String key, String words) {
      this.key = key;
      this.words = words;
    }

    /** @return what it is called in a configuration */
    public String key() {
      return key;
    }

    /** @return what it is called in a sentence */
    public String words() {
      return words;
    }

    /**
     * @param size what models store and compute
     * @param seconds that they take for one image
     * @return their cost in this measure
     */
    public double of(ModelSize size, double seconds) {
      return switch (this) {
        case MULTIPLY_ADDS -> size.multiplyAdds();
        case PARAMETERS -> size.parameters();
        case LATENCY -> seconds;
      };
    }
  }

  /** Checks the share. */
  public Budget {
    if (!(share > 0) || Double.isInfinite(share)) {
      throw new InvalidInputException("budget." + measure.key() + ": found " + share + ", allowed: a number above 0, the share of the single-task models' together");
    }
  }

  /**
   * @param share of the single-task models' multiply-adds
   * @return the budget
   */
  public static Budget multiplyAdds(double share) {
    return new Budget(Measure.MULTIPLY_ADDS, share);
  }

  /**
   * @param share of the numbers that the single-task models store
   * @return the budget
   */
  public static Budget parameters(double share) {
    return new Budget(Measure.PARAMETERS, share);
  }

  /**
   * @param share of the time that the single-task models take for one image, one after the other
   * @return the budget
   */
  public static Budget latency(double share) {
    return new Budget(Measure.LATENCY, share);
  }

  /**
   * @param single what the single-task models cost together
   * @return what a model may cost
   */
  public double limit(double single) {
    return share * single;
  }

  /**
   * Refuses a budget that nothing keeps.
   *
   * @param cheapest cost of the cheapest model that there is
   * @param what that is, such as {@code hard sharing}
   * @param single what the single-task models cost together
   * @throws InvalidInputException with the cheapest share that is possible
   */
  public void check(double cheapest, String what, double single) {
    if (!(cheapest <= limit(single))) {
      double least = Math.ceil(1000 * cheapest / single) / 1000; // rounded up, so that what the message says works
      throw new InvalidInputException(String.format(Locale.ROOT, "budget.%s: found %s, allowed: at least %.3f of the single-task models' %s, which %s costs, the cheapest that is "
          + "possible", measure.key(), share, least, measure.words(), what));
    }
  }
}
