package org.automtl4j.data.metric;

import org.automtl4j.core.task.Task;

/** The metrics of each kind of task. */
public final class TaskMetrics {

  private TaskMetrics() {}

  /**
   * @param task a task
   * @param options choices
   * @return its metrics, empty
   */
  public static TaskMetric of(Task task, MetricOptions options) {
    return switch (task.kind()) {
      case SEGMENTATION -> new SegmentationMetric(task, options);
      case DEPTH -> new DepthMetric(task);
      case NORMALS -> new NormalsMetric(task);
      case KEYPOINTS, EDGES, REGRESSION -> new AbsoluteErrorMetric(task);
      case CLASSIFICATION -> new ClassificationMetric(task);
    };
  }

  /**
   * @param task a task
   * @return its metrics, empty, with {@link MetricOptions#DEFAULT}
   */
  public static TaskMetric of(Task task) {
    return of(task, MetricOptions.DEFAULT);
  }
}
