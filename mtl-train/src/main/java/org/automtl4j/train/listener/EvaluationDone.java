package org.automtl4j.train.listener;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.automtl4j.data.dataset.Split;

/**
 * A model was measured on a whole split.
 *
 * @param stage the stage's name
 * @param iteration iterations of the stage that were done before
 * @param split where
 * @param losses mean loss by task
 * @param metrics by task, then by metric
 */
public record EvaluationDone(String stage, int iteration, Split split, Map<String, Double> losses, Map<String, Map<String, Double>> metrics) {
  /** Keeps unmodifiable copies in the same order. */
  public EvaluationDone {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    Map<String, Map<String, Double>> copy = new LinkedHashMap<>();
    metrics.forEach((task, values) -> copy.put(task, Collections.unmodifiableMap(new LinkedHashMap<>(values))));
    metrics = Collections.unmodifiableMap(copy);
  }
}
