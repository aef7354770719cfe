package org.automtl4j.data.prepare.internal.annotated;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.data.dataset.Split;

/** Finds the split in the name of a file or folder, such as {@code instances_val2017.json} or {@code images/train/}. */
final class SplitName {
  private static final List<Map.Entry<String, Split>> WORDS = List.of(Map.entry("train", Split.TRAIN), Map.entry("val", Split.VAL), Map.entry("dev", Split.VAL),
      Map.entry("test", Split.TEST));

  private SplitName() {}

  /** The last part of a path that has one of the words at the beginning of a word. */
  static Optional<Split> of(String path) {
    String[] parts = path.toLowerCase(Locale.ROOT).split("/");
    for (int i = parts.length - 1; i >= 0; i--) {
      for (String word : parts[i].split("[^a-z]+")) {
        for (Map.Entry<String, Split> known : WORDS) {
          if (word.startsWith(known.getKey())) {
            return Optional.of(known.getValue());
          }
        }
      }
    }
    return Optional.empty();
  }
}
