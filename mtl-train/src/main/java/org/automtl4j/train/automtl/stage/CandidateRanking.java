package org.automtl4j.train.automtl.stage;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.metric.MetricNames;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.data.metric.RelativePerformance;
import org.automtl4j.train.evaluate.Evaluation;

/** Ranks evaluated architectures among themselves: by Delta against the mean of all, so that no reference model is needed. */
final class CandidateRanking {
  /** As bad as a figure can be whose best is far off: nothing of the mean is left. */
  private static final double WORST = -1;

  private CandidateRanking() {}

  /**
   * @param tasks the tasks
   * @param candidates at least one
   * @param deltaMetrics names of the metrics of a kind of task that count
   * @return each candidate's Delta against the candidates' mean figures; always numbers, so that there is an order: a figure that is 0 for all (no class was hit
   *     after a few iterations) tells nothing and counts as no change, and a candidate without a figure that others have is -100 % there
   */
  static double[] deltas(List<Task> tasks, List<Evaluation> candidates, Function<TaskKind, List<String>> deltaMetrics) {
    double[] deltas = new double[candidates.size()];
    for (Task task : tasks) {
      List<String> metrics = deltaMetrics.apply(task.kind());
      for (String metric : metrics) {
        double[] changes = changes(candidates.stream().map(c -> value(c, task, metric)).toList());
        IntStream.range(0, deltas.length).forEach(i -> deltas[i] += changes[i] / metrics.size() / tasks.size());
      }
    }
    return deltas;
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

  /** The changes of one figure against its mean over those candidates that have it. */
  private static double[] changes(List<MetricValue> values) {
    double mean = values.stream().mapToDouble(MetricValue::value).filter(Double::isFinite).average().orElse(0);
    boolean telling = mean != 0;
    return values.stream().mapToDouble(v -> Double.isFinite(v.value()) ? telling ? RelativePerformance.ofMetric(v, mean) : 0 : telling ? WORST : 0).toArray();
  }

  private static MetricValue value(Evaluation candidate, Task task, String metric) {
    return MetricNames.find(candidate.metrics().get(task.name()), metric)
        .orElseThrow(() -> new IllegalArgumentException("no metric '" + metric + "' of task '" + task.name() + "'"));
  }
}
