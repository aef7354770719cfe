package org.automtl4j.train.listener;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A stage has ended.
 *
 * @param model what was trained
 * @param stage its name
 * @param iterations how many were done
 * @param seconds wall time; of a resumed run, that of all its parts
 * @param waitSeconds of them, time that the trainer spent waiting for data
 * @param unlabelled by task, how many of its batches had no known label, so that nothing was learnt from them; tasks without any are missing
 */
public record StageEnded(String model, String stage, int iterations, double seconds, double waitSeconds, Map<String, Integer> unlabelled) {

  /** Keeps an unmodifiable, sorted copy. */
  public StageEnded {
    unlabelled = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNullElse(unlabelled, Map.of())));
  }

  /**
   * A stage in which every batch had a known label.
   *
   * @param model what was trained
   * @param stage its name
   * @param iterations how many were done
   * @param seconds wall time
   * @param waitSeconds of them, time that the trainer spent waiting for data
   */
  public StageEnded(String model, String stage, int iterations, double seconds, double waitSeconds) {
    this(model, stage, iterations, seconds, waitSeconds, Map.of());
  }
}
