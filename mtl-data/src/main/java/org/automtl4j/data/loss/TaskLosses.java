package org.automtl4j.data.loss;

import java.util.List;
import org.automtl4j.core.task.Task;

/** The usual loss of each kind of task. */
public final class TaskLosses {

  private TaskLosses() {}

  /**
   * Cross-entropy for segmentation and classification, absolute error for depth, key points, edges and regression, 1 - cosine for normals.
   *
   * @param task a task
   * @return its loss, with the task's rule about unknown labels
   */
  public static TaskLoss of(Task task) {
    return switch (task.kind()) {
      case SEGMENTATION, CLASSIFICATION -> new CrossEntropyLoss(task.ignore());
      case DEPTH, KEYPOINTS, EDGES, REGRESSION -> new AbsoluteErrorLoss(task.ignore());
      case NORMALS -> new CosineLoss(task.ignore());
    };
  }

  /**
   * Cross-entropy in which classes weigh differently.
   *
   * @param task segmentation or classification
   * @param classWeights one number per class
   * @return its loss
   * @throws IllegalArgumentException for another kind or another number of weights
   */
  public static TaskLoss weighted(Task task, List<Double> classWeights) {
    if (!(of(task) instanceof CrossEntropyLoss) || classWeights.size() != task.outputs()) {
      throw new IllegalArgumentException("task '" + task.name() + "' (" + task.kind() + ", " + task.outputs() + " outputs) cannot take " + classWeights.size()
          + " class weights");
    }
    return new CrossEntropyLoss(task.ignore(), classWeights, true);
  }
}
