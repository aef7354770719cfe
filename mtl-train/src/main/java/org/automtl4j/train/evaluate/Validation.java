package org.automtl4j.train.evaluate;

import java.util.Optional;
import org.automtl4j.core.InvalidInputException;

/**
 * What a run does on the validation split while it trains.
 *
 * @param every iterations between validations; 0 for none
 * @param metric {@code task.metric} by which validations are compared; empty: Delta against the first of them
 * @param patience how many validations in a row may be no better than the best before a stage that trains a final model, or pre-training, ends; 0: it never
 *     ends early
 * @param takeBest whether such a stage ends with the weights of its best validation, not with the last
 */
public record Validation(int every, Optional<String> metric, int patience, boolean takeBest) {
  /** No validation. */
  public static final Validation NONE = new Validation(0, Optional.empty(), 0, false);

  /**
   * @param other a metric as configurations name it
   * @return the same by that metric
   */
  public Validation by(String other) {
    return new Validation(every, Optional.of(other), patience, takeBest);
  }

  /** Checks the ranges. */
  public Validation {
    if (every < 0 || patience < 0) {
      throw new InvalidInputException("validation: every and patience are at least 0, found " + every + " and " + patience);
    }
    if (every == 0 && (patience > 0 || takeBest)) {
      throw new InvalidInputException("validation.every: found 0, allowed: at least 1 where patience or the best weights are asked for");
    }
  }
}
