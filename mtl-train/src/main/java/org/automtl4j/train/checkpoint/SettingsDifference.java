package org.automtl4j.train.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.automtl4j.core.InvalidInputException;

/** Refuses to go on from a checkpoint whose numbers depend on other settings, and says which. */
public final class SettingsDifference {
  private SettingsDifference() {}

  /** @param words the wanted settings in the words of the format that was found */
  static void check(Path file, Progress found, Progress wanted, TrainingSettings words) {
    List<String> differences = of(all(found, found.settings()), all(wanted, words));
    if (!differences.isEmpty()) {
      throw new InvalidInputException(file + ": of a training with other settings: " + String.join("; ", differences)
          + ". Resume with the settings that it began with, or begin a new training in another folder");
    }
  }

  private static Map<String, String> all(Progress progress, TrainingSettings words) {
    Map<String, String> all = new TreeMap<>(words.values());
    all.put("model", progress.model());
    all.put("stage", progress.stage());
    return all;
  }

  /**
   * @param before settings by name
   * @param now settings by name
   * @return one text for each that differs, such as {@code seed: 1 before, 2 now}
   */
  public static List<String> of(Map<String, String> before, Map<String, String> now) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String old = before.getOrDefault(name, "nothing");
      String given = now.getOrDefault(name, "nothing");
      if (!old.equals(given)) {
        differences.add(name + ": " + old + " before, " + given + " now");
      }
    }
    return differences;
  }
}
