package org.automtl4j.train.loop.settings;

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
    metric.put(RunSettings.METRIC, words);
    Map<String, String> before = new TreeMap<>(former);
    before.computeIfPresent(RunSettings.FORMER_VALIDATION,
        (key, text) -> text.replaceFirst("metric=Optional(\\.empty|\\[.*?])", Matcher.quoteReplacement("metric=Optional[" + words + "]")));
    return new Dependencies(metric, before);
  }

  /** @return the settings for checkpoints that are written now, and as release 0.1 would have written them */
  public SettingsByFormat byFormat() {
    return new SettingsByFormat(TrainingSettings.of(now), new TrainingSettings(1, former));
  }
}
