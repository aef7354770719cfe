package org.automtl4j.data.metric;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.task.TaskKind;

/**
 * How much better or worse than a reference (Delta): for a metric (value - reference) / reference, with the sign turned where lower is better; for a task
 * the mean over its metrics; over all the mean over tasks. 0.02 means 2 % better. Proposed by Maninis, Radosavovic and Kokkinos (CVPR 2019).
 */
public final class RelativePerformance {

  private RelativePerformance() {}

  /**
   * The metrics that count in the Delta against single-task models, one or two per kind, so that no property of a task counts twice.
   *
   * @param kind a kind of task
   * @return names of metrics
   */
  public static List<String> deltaMetrics(TaskKind kind) {
    return switch (kind) {
      case SEGMENTATION -> List.of(MetricNames.MIOU, "pixel_accuracy");
      case DEPTH -> List.of("abs_error", "rel_error");
      case NORMALS -> List.of("angle_mean");
      case KEYPOINTS, EDGES, REGRESSION -> List.of("abs_error");
      case CLASSIFICATION -> List.of("accuracy");
    };
  }

  /**
   * @param value the figure that is judged
   * @param reference what it is compared with
   * @return the signed relative change, positive for better; NaN where the reference is 0 or one of both is NaN
   */
  public static double ofMetric(MetricValue value, double reference) {
    double change = reference == 0 ? Double.NaN : (value.value() - reference) / Math.abs(reference);
    return value.higherIsBetter() ? change : -change;
  }

  /**
   * One task against references by name: every metric that the references name counts.
   *
   * @param values a task's figures
   * @param references by metric name
   * @return the mean change
   * @throws IllegalArgumentException if a reference names a metric that is missing, or there is none
   */
  public static double ofTask(List<MetricValue> values, Map<String, Double> references) {
    return references.entrySet().stream()
        .mapToDouble(reference -> ofMetric(find(values, reference.getKey()), reference.getValue()))
        .average().orElseThrow(() -> new IllegalArgumentException("no reference values to compare with"));
  }

  /**
   * One task against the same task of another model.
   *
   * @param values a task's figures
   * @param references the other model's figures
   * @param metrics names of those that count, such as {@link #deltaMetrics}
   * @return the mean change
   * @throws IllegalArgumentException if a named metric is missing, or none is named
   */
  public static double ofTask(List<MetricValue> values, List<MetricValue> references, List<String> metrics) {
    return metrics.stream()
        .mapToDouble(name -> ofMetric(find(values, name), find(references, name).value()))
        .average().orElseThrow(() -> new IllegalArgumentException("no metrics to compare"));
  }

  /**
   * @param tasks the change of each task
   * @return Delta, their mean
   * @throws IllegalArgumentException if there is no task
   */
  public static double overall(Collection<Double> tasks) {
    return tasks.stream().mapToDouble(Double::doubleValue).average().orElseThrow(() -> new IllegalArgumentException("no tasks to compare"));
  }

  private static MetricValue find(List<MetricValue> values, String name) {
    return MetricNames.find(values, name).orElseThrow(() -> new IllegalArgumentException(
        "no metric '" + name + "', there are " + values.stream().map(MetricValue::name).toList() + MetricNames.request(name)));
  }
}
