package org.automtl4j.app.sweep;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.data.metric.RelativePerformance;

/** How much better or worse each of some parts is than their mean, on the validation split. */
final class Scores {
  /** A part without a figure that others have, such as one whose task has hit no class. */
  private static final double WORST = -1;

  private Scores() {}

  /**
   * @param figures by part; of one data set and with the same share of iterations, or they cannot be compared
   * @return by part: the mean over tasks of the mean over the task's metrics of the relative change against the mean of the parts, positive for better
   */
  static Map<String, Double> of(Map<String, PartFigures> figures) {
    Map<String, Double> scores = new LinkedHashMap<>();
    figures.keySet().forEach(part -> scores.put(part, 0.0));
    Set<String> tasks = new LinkedHashSet<>();
    figures.values().forEach(f -> tasks.addAll(f.tasks().keySet()));
    for (String task : tasks) {
      Set<String> metrics = new LinkedHashSet<>();
      figures.values().forEach(f -> f.tasks().getOrDefault(task, List.of()).forEach(figure -> metrics.add(figure.name())));
      for (String metric : metrics) {
        double mean = figures.values().stream().flatMap(f -> f.value(task, metric).stream()).mapToDouble(MetricValue::value).average().orElse(0);
        if (mean != 0) {
          figures.forEach((part, f) -> scores.merge(part, change(f.value(task, metric), mean) / metrics.size() / tasks.size(), Double::sum));
        }
      }
    }
    return scores;
  }

  private static double change(Optional<MetricValue> value, double mean) {
    return value.map(v -> RelativePerformance.ofMetric(v, mean)).orElse(WORST);
  }
}
