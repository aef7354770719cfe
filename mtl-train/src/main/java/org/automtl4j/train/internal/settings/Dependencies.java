package org.automtl4j.train.internal.settings;

import java.util.Map;
import java.util.TreeMap;
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

  /** @return the settings for checkpoints that are written now */
  public TrainingSettings settings() {
    return TrainingSettings.of(now);
  }

  /** @return the settings as release 0.1 would have written them */
  public TrainingSettings formerSettings() {
    return new TrainingSettings(1, former);
  }
}
