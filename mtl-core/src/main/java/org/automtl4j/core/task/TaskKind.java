package org.automtl4j.core.task;

/** The kinds of task. A kind fixes what a label looks like, which loss trains it and which metrics judge it. */
public enum TaskKind {
  /** One class per pixel: labels [N, 1, H, W] with class indexes, predictions [N, classes, H, W] with logits. */
  SEGMENTATION(true),
  /** Distance along the optical axis, usually in metres: [N, 1, H, W]. */
  DEPTH(true),
  /** Surface normals in the camera frame: [N, 3, H, W], unit vectors. */
  NORMALS(true),
  /** A heat map of salient points: [N, 1, H, W]. */
  KEYPOINTS(true),
  /** A map of edge strength: [N, 1, H, W]. */
  EDGES(true),
  /** One class per image: labels [N, 1] with class indexes, predictions [N, classes] with logits. */
  CLASSIFICATION(false),
  /** Numbers per image: [N, outputs]. */
  REGRESSION(false);

  private final boolean dense;

  TaskKind(boolean dense) {
    this.dense = dense;
  }

  /** @return whether there is one answer per pixel, not one per image */
  public boolean isDense() {
    return dense;
  }
}
