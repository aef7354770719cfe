package org.automtl4j.app.config;

import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;

/**
 * Measurements on the validation split.
 *
 * @param every iterations between two of them; 0: only where a choice is made
 * @param metric by what they are compared: {@code delta}, or {@code task.metric}
 * @param patience how many in a row may be no better than the best before a stage ends; 0: it never ends early
 * @param take the weights that a stage ends with
 */
public record ValidationConfig(
    @Key(value = "Iterations between two measurements on the validation split; 0: only where a choice is made.", byDefault = "0", min = 0) int every,
    @Key(value = "By what measurements are compared: `delta` (against the first of them), or a task's metric, such as `depth_zbuffer.abs_error`.",
        byDefault = "delta") String metric,
    @Key(value = "How many measurements in a row may be no better than the best before the stage ends (`PRE`, `POST` and baselines); 0: it never ends early.",
        byDefault = "0", min = 0) int patience,
    @Key(value = "The weights that `PRE`, `POST` and baselines end with: the last, or those of the best measurement.", byDefault = "LAST") TakenWeights take) {
  private static final String DELTA = "delta";

  /** Checks what lies between the keys. */
  public ValidationConfig {
    if (every == 0 && (patience > 0 || take == TakenWeights.BEST)) {
      throw new InvalidInputException("every: found 0, allowed: at least 1 where patience is set or the best weights are taken");
    }
  }

  /** @return the metric to compare by; empty for Delta */
  public Optional<String> taskMetric() {
    return metric.equals(DELTA) ? Optional.empty() : Optional.of(metric);
  }
}
