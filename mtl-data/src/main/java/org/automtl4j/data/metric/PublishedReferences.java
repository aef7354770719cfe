package org.automtl4j.data.metric;

import java.util.Map;

/**
 * Single-task figures that the AutoMTL paper (Zhang, Liu, Guan; NeurIPS 2022) compares with, by task and metric name. They belong to that paper's backbone
 * and training: a Delta means most against single-task runs of your own configuration. Their mean IoU is {@code miou_hit}, so that figures to compare with
 * are measured with {@link MetricOptions#withHitClasses}.
 */
public enum PublishedReferences {
  /** CityScapes: segmentation and depth. */
  CITYSCAPES(Map.of(
      "segment_semantic", Map.of(MetricNames.MIOU_HIT, 0.365, "pixel_accuracy", 0.738),
      "depth_zbuffer", Map.of("abs_error", 0.026, "rel_error", 0.38, "delta_1", 57.5, "delta_2", 76.9, "delta_3", 87.0))),
  /** NYUv2: segmentation, normals and depth. */
  NYUV2_THREE_TASKS(Map.of(
      "segment_semantic", Map.of(MetricNames.MIOU_HIT, 0.265, "pixel_accuracy", 0.582),
      "normal", Map.of("angle_mean", 17.7, "angle_median", 16.3, "within_11", 29.4, "within_22", 72.3, "within_30", 87.3),
      "depth_zbuffer", Map.of("abs_error", 0.62, "rel_error", 0.24, "delta_1", 57.8, "delta_2", 85.8, "delta_3", 96.0))),
  /** NYUv2: segmentation and normals. */
  NYUV2_TWO_TASKS(Map.of(
      "segment_semantic", Map.of(MetricNames.MIOU_HIT, 0.413, "pixel_accuracy", 0.691),
      "normal", Map.of("angle_mean", 15.0, "angle_median", 11.5, "within_11", 49.2, "within_22", 76.7, "within_30", 86.8))),
  /** Taskonomy: five tasks. */
  TASKONOMY(Map.of(
      "segment_semantic", Map.of("error", 0.575),
      "normal", Map.of("cosine", 0.807),
      "depth_zbuffer", Map.of("abs_error", 0.022),
      "keypoints2d", Map.of("abs_error", 0.197),
      "edge_texture", Map.of("abs_error", 0.212)));

  private final Map<String, Map<String, Double>> byTask;

  PublishedReferences(Map<String, Map<String, Double>> byTask) {
    this.byTask = byTask;
  }

  /** @return by task name, by metric name */
  public Map<String, Map<String, Double>> byTask() {
    return byTask;
  }
}
