package org.automtl4j.app.report.html;

import java.util.Map;
import java.util.Set;

/** What the figures are called on the page, and which direction is good. */
final class MetricWords {
  private static final Map<String, String> WORDS = Map.ofEntries(Map.entry("miou", "mIoU"), Map.entry("miou_hit", "mIoU, only classes that are hit"),
      Map.entry("pixel_accuracy", "pixel accuracy"), Map.entry("abs_error", "absolute error"), Map.entry("rel_error", "relative error"),
      Map.entry("delta_1", "within 1.25, %"), Map.entry("delta_2", "within 1.25², %"), Map.entry("delta_3", "within 1.25³, %"), Map.entry("rmse", "RMSE"),
      Map.entry("log_rmse", "log RMSE"), Map.entry("angle_mean", "mean angle, °"), Map.entry("angle_median", "median angle, °"),
      Map.entry("within_11", "within 11.25°, %"), Map.entry("within_22", "within 22.5°, %"), Map.entry("within_30", "within 30°, %"));
  private static final Set<String> LOWER = Set.of("abs_error", "rel_error", "rmse", "log_rmse", "angle_mean", "angle_median", "error");

  private MetricWords() {}

  static String of(String metric) {
    return WORDS.getOrDefault(metric, metric.replace('_', ' '));
  }

  static boolean higherIsBetter(String metric) {
    return !LOWER.contains(metric);
  }

  /** ↑ or ↓. */
  static String arrow(String metric) {
    return higherIsBetter(metric) ? "↑" : "↓";
  }

  static boolean better(String metric, double one, double other) {
    return higherIsBetter(metric) ? one > other : one < other;
  }
}
