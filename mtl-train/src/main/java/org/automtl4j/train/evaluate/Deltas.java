package org.automtl4j.train.evaluate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.data.metric.PublishedReferences;
import org.automtl4j.data.metric.RelativePerformance;

/** Delta of a whole model: the mean over tasks of the relative change of the metrics that count for the task's kind. */
public final class Deltas {

  private Deltas() {}

  /**
   * @param tasks the tasks
   * @param values by task, the figures that are judged
   * @param references by task, what they are compared with
   * @param deltaMetrics names of the metrics of a kind of task that count
   * @return Delta as a fraction
   */
  public static double overall(
      List<Task> tasks, Map<String, List<MetricValue>> values, Map<String, List<MetricValue>> references,
      Function<TaskKind, List<String>> deltaMetrics) {
    return RelativePerformance.overall(
        tasks.stream().map(t -> RelativePerformance.ofTask(values.get(t.name()), references.get(t.name()), deltaMetrics.apply(t.kind()))).toList());
  }

  /**
   * Against the paper's figures; every metric counts that the paper names for a task and that is measured here.
   *
   * @param tasks the tasks; the paper has figures of each
   * @param values by task, the figures that are judged
   * @param references the paper's
   * @return Delta as a fraction
   */
  public static double published(List<Task> tasks, Map<String, List<MetricValue>> values, PublishedReferences references) {
    return RelativePerformance.overall(tasks.stream().map(t -> published(values.get(t.name()), references.byTask().get(t.name()))).toList());
  }

  private static double published(List<MetricValue> values, Map<String, Double> references) {
    Map<String, Double> known = new TreeMap<>(references);
    known.keySet().retainAll(values.stream().map(MetricValue::name).toList());
    return RelativePerformance.ofTask(values, known);
  }
}
