package org.automtl4j.graph.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a model comes from; it travels with the model file.
 *
 * @param seed the seed of the run
 * @param versions versions of what made it, such as {@code automtl4j} and {@code nd4j}
 * @param metrics by task, by metric, what was measured when it was made
 * @param data what it was trained on: {@code name}, {@code fingerprint} (equal data have equal ones) and {@code licence}, as far as they are known
 * @param measured what the metrics were measured on: {@code split}, {@code date} (in UTC) and {@code fingerprint} of the data, as far as they are known
 */
public record ModelInfo(long seed, Map<String, String> versions, Map<String, Map<String, Double>> metrics, Map<String, String> data, Map<String, String> measured) {

  /** Keeps unmodifiable, sorted copies. */
  public ModelInfo {
    measured = Collections.unmodifiableMap(new TreeMap<>(measured));
    data = Collections.unmodifiableMap(new TreeMap<>(data));
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    Map<String, Map<String, Double>> copy = new TreeMap<>();
    metrics.forEach((task, values) -> copy.put(task, Collections.unmodifiableMap(new TreeMap<>(values))));
    metrics = Collections.unmodifiableMap(copy);
  }

  /**
   * Where a model comes from of which nobody says what it was measured on.
   *
   * @param seed the seed of the run
   * @param versions versions of what made it
   * @param metrics by task, by metric, what was measured when it was made
   * @param data what it was trained on
   */
  public ModelInfo(long seed, Map<String, String> versions, Map<String, Map<String, Double>> metrics, Map<String, String> data) {
    this(seed, versions, metrics, data, Map.of());
  }
}
