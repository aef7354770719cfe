package org.automtl4j.train.internal;

import java.util.List;
import java.util.Map;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.data.metric.RelativePerformance;
import org.automtl4j.graph.task.Task;

/** Delta of a whole model: the mean over tasks of the relative change of the metrics that count for the task's kind. */
public final class Deltas {

  private Deltas() {}

  /**
   * @param tasks the tasks
   * @param values by task, the figures that are judged
   * @param references by task, what they are compared with
   * @return Delta as a fraction
   */
  public static double overall(List<Task> tasks, Map<String, List<MetricValue>> values, Map<String, List<MetricValue>> references) {
    return RelativePerformance.overall(
        tasks.stream()
            .map(t -> RelativePerformance.ofTask(values.get(t.name()), references.get(t.name()), RelativePerformance.deltaMetrics(t.kind())))
            .toList());
  }
}
