package org.automtl4j.app.cli;

import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.loss.AngleLoss;
import org.automtl4j.data.loss.LabelSizeLoss;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.data.loss.TaskLosses;
import org.automtl4j.data.metric.AngleMetric;
import org.automtl4j.data.metric.LabelSizeMetric;
import org.automtl4j.data.metric.PooledSegmentationMetric;
import org.automtl4j.data.metric.TaskMetric;
import org.automtl4j.data.metric.TaskMetrics;

/** Measures of the data set of NDDR-CNN and MTL-NAS: predictions are brought to the size of their labels. */
final class LabelSized {
  private LabelSized() {}

  static TaskMetric metric(Task task) {
    return switch (task.kind()) {
      case SEGMENTATION -> new LabelSizeMetric(new PooledSegmentationMetric(task));
      case NORMALS -> new LabelSizeMetric(new AngleMetric(masked(task)));
      default -> TaskMetrics.of(task);
    };
  }

  /** Which normals are known is in the data set's mask. */
  private static Task masked(Task task) {
    return task.withIgnore(IgnoreRule.nothing());
  }

  static TaskLoss loss(Task task) {
    return switch (task.kind()) {
      case SEGMENTATION -> new LabelSizeLoss(TaskLosses.of(task));
      case NORMALS -> new LabelSizeLoss(new AngleLoss(masked(task).ignore()));
      default -> TaskLosses.of(task);
    };
  }
}
