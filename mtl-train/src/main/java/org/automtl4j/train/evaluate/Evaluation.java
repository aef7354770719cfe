package org.automtl4j.train.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.metric.MetricNames;
import org.automtl4j.data.metric.MetricValue;

/**
 * The figures of a model on one split.
 *
 * @param split what it was judged on
 * @param metrics by task, in the model's order
 * @param losses by task, unweighted: the mean of the batches' losses, each weighted by its images. A task without any valid label is absent, and all are where the
 *     figures come from a file that was written without losses.
 */
public record Evaluation(Split split, Map<String, List<MetricValue>> metrics, Map<String, Double> losses) {

  /** Keeps unmodifiable copies. */
  public Evaluation {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    losses = losses == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(losses));
  }

  /**
   * Figures without losses.
   *
   * @param split what the model was judged on
   * @param metrics by task, in the model's order
   */
  public Evaluation(Split split, Map<String, List<MetricValue>> metrics) {
    this(split, metrics, Map.of());
  }

  /**
   * @param task a task's name
   * @param metric a metric's name; {@code miou_present}, as {@code miou} was called once, is understood
   * @return the figure
   * @throws IllegalArgumentException if there is none of that name
   */
  public double value(String task, String metric) {
    return MetricNames.find(metrics.getOrDefault(task, List.of()), metric)
        .map(MetricValue::value)
        .orElseThrow(() -> new IllegalArgumentException("no metric '" + metric + "' of task '" + task + "' in " + metrics));
  }

  /** @return the figures as text, a line each */
  public String table() {
    StringBuilder text = new StringBuilder();
    metrics.forEach(
        (task, values) ->
            values.forEach(
                v -> text.append(String.format(Locale.ROOT, "%-20s %-16s %9.4f%n", task, v.name(), v.value()))));
    return text.toString();
  }
}
