package org.automtl4j.train.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.graph.task.Task;
import org.automtl4j.train.Evaluation;
import org.automtl4j.train.compat.Compat;

/** Ranks evaluated architectures among themselves: by Delta against the mean of all, so that no reference model is needed. */
final class CandidateRanking {

  private CandidateRanking() {}

  /** @return each candidate's Delta against the candidates' mean figures */
  static double[] deltas(List<Task> tasks, List<Evaluation> candidates, Compat compat) {
    Map<String, List<MetricValue>> mean = mean(candidates);
    return candidates.stream().mapToDouble(c -> Deltas.overall(tasks, c.metrics(), mean, compat)).toArray();
  }

  /** @return the index of the largest, the first of equal ones */
  static int best(double[] deltas) {
    int best = 0;
    for (int i = 1; i < deltas.length; i++) {
      if (deltas[i] > deltas[best]) {
        best = i;
      }
    }
    return best;
  }

  private static Map<String, List<MetricValue>> mean(List<Evaluation> candidates) {
    Map<String, List<MetricValue>> mean = new LinkedHashMap<>();
    candidates
        .get(0)
        .metrics()
        .forEach(
            (task, metrics) -> {
              List<MetricValue> values = new ArrayList<>();
              for (MetricValue metric : metrics) {
                double value = candidates.stream().mapToDouble(c -> c.value(task, metric.name())).average().orElseThrow();
                values.add(new MetricValue(metric.name(), value, metric.higherIsBetter()));
              }
              mean.put(task, values);
            });
    return mean;
  }
}
