package org.automtl4j.train.checkpoint;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the numbers of a training depend on, as text by name, so that a checkpoint can tell another training from its own. Names and texts belong to the file
 * format that they were written in: only those of one format can be compared.
 *
 * @param format version of the checkpoint file's format
 * @param values by name, sorted; what came later is absent where it is at what older versions did
 */
public record TrainingSettings(int format, Map<String, String> values) {

  /** Keeps an unmodifiable, sorted copy. */
  public TrainingSettings {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /**
   * @param values by name
   * @return settings in the words of the format that is written now
   */
  public static TrainingSettings of(Map<String, String> values) {
    return new TrainingSettings(CheckpointFile.VERSION, values);
  }
}
