package org.automtl4j.data.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names of the two means of intersection over union, and what they were called once. Until format version 1 of results, {@code miou} was the published mean over
 * the classes that are right at least once, which an answer that ignores the image wins, and {@code miou_present} the mean over the classes that occur.
 */
public final class MetricNames {
  /** Mean intersection over union of the classes that occur in labels or predictions. */
  public static final String MIOU = "miou";
  /** The published mean, over the classes that are right at least once: a class that is never hit does not lower it. */
  public static final String MIOU_HIT = "miou_hit";

  private static final String MIOU_PRESENT = "miou_present";

  private MetricNames() {}

  /**
   * @param name a metric as somebody names it
   * @return its name now: {@code miou} for {@code miou_present}, else the same
   */
  public static String canonical(String name) {
    return name.equals(MIOU_PRESENT) ? MIOU : name;
  }

  /**
   * @param name a metric in the words of format version 1
   * @return its name now
   */
  public static String ofVersion1(String name) {
    return name.equals(MIOU) ? MIOU_HIT : canonical(name);
  }

  /**
   * @param figures by metric, in the words and the order of format version 1
   * @param <V> what is known of each
   * @return the same by the names of now, {@code miou} before {@code miou_hit}
   */
  public static <V> Map<String, V> ofVersion1(Map<String, V> figures) {
    Map<String, V> now = new LinkedHashMap<>();
    figures.forEach((name, value) -> {
      if (name.equals(MIOU) && figures.containsKey(MIOU_PRESENT)) {
        now.put(MIOU, figures.get(MIOU_PRESENT));
      }
      now.putIfAbsent(ofVersion1(name), value);
    });
    return now;
  }

  /**
   * @param figures in the words and the order of format version 1
   * @return the same by the names of now
   */
  public static List<MetricValue> ofVersion1(List<MetricValue> figures) {
    Map<String, MetricValue> byName = new LinkedHashMap<>();
    figures.forEach(figure -> byName.put(figure.name(), figure));
    List<MetricValue> now = new ArrayList<>();
    ofVersion1(byName).forEach((name, figure) -> now.add(new MetricValue(name, figure.value(), figure.higherIsBetter())));
    return List.copyOf(now);
  }

  /**
   * @param figures of a task
   * @param name a metric as somebody names it
   * @return its figure, if it was measured
   */
  public static Optional<MetricValue> find(List<MetricValue> figures, String name) {
    return figures.stream().filter(f -> f.name().equals(name)).findFirst()
        .or(() -> figures.stream().filter(f -> canonical(f.name()).equals(canonical(name))).findFirst());
  }

  /**
   * @param name a metric that was not measured
   * @return how it can be, as the end of a message; empty where there is no way
   */
  static String request(String name) {
    return name.equals(MIOU_HIT) ? "; " + MIOU_HIT + " is measured where MetricOptions.withHitClasses or compat.meanIou HIT_CLASSES asks for it" : "";
  }
}
