package org.automtl4j.train.method.settings;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.automtl4j.train.checkpoint.SettingsByFormat;
import org.automtl4j.train.checkpoint.TrainingSettings;

/**
 * What numbers depend on, by name, in the words of each format that checkpoints may have.
 *
 * @param now in those of the present format
 * @param former in those of format 1, as release 0.1 wrote them
 */
public record Dependencies(Map<String, String> now, Map<String, String> former) {
  /** None. */
  public static final Dependencies NONE = new Dependencies(Map.of(), Map.of());
  /** The key of the metric by which validations are compared. */
  public static final String METRIC = "validation.metric";
  /** What {@link #METRIC} says where it is Delta. */
  public static final String DELTA = "delta";
  /** The key of how validations are made and compared in format 1. */
  public static final String FORMER_VALIDATION = "validation";

  /**
   * Settings that format 1 does not have.
   *
   * @param now in the words of the present format
   * @return these
   */
  public static Dependencies of(Map<String, String> now) {
    return new Dependencies(now, Map.of());
  }

  /**
   * @param more further settings, of other names
   * @return both
   */
  public Dependencies and(Dependencies more) {
    return new Dependencies(union(now, more.now), union(former, more.former));
  }

  private static Map<String, String> union(Map<String, String> one, Map<String, String> other) {
    Map<String, String> all = new TreeMap<>(one);
    all.putAll(other);
    return all;
  }

  /**
   * @param words a metric as a checkpoint names it
   * @return the same with validations that are compared by it
   */
  public Dependencies comparedBy(String words) {
    Map<String, String> metric = new TreeMap<>(now);
    metric.put(METRIC, words);
    Map<String, String> before = new TreeMap<>(former);
    before.computeIfPresent(FORMER_VALIDATION,
        (key, text) -> text.replaceFirst("metric=Optional(\\.empty|\\[.*?])", Matcher.quoteReplacement("metric=Optional[" + words + "]")));
    return new Dependencies(metric, before);
  }

  /** @return the settings for checkpoints that are written now, and as release 0.1 would have written them */
  public SettingsByFormat byFormat() {
    return new SettingsByFormat(TrainingSettings.of(now), new TrainingSettings(1, former));
  }
}
