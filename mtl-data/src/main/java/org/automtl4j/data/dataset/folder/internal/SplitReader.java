package org.automtl4j.data.dataset.folder.internal;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.FolderSplit;

/** Reads the section {@code split}. */
final class SplitReader {
  private static final double TENTH = 0.1;

  private SplitReader() {}

  static FolderSplit read(Section root) {
    Optional<Section> found = root.section("split");
    if (found.isEmpty()) {
      return new FolderSplit.Fractions(TENTH, TENTH, Optional.empty(), 0);
    }
    Section split = found.get();
    Optional<String> group = split.string("group").map(pattern -> pattern(split, pattern));
    long seed = split.whole("seed").orElse(0L);
    Optional<Section> files = split.section("files");
    Optional<Section> fractions = split.section("fractions");
    if (files.isPresent() && fractions.isPresent()) {
      throw split.wrong("files", "lists beside fractions", "one of the two");
    }
    FolderSplit result = files.map(f -> lists(f, group, seed)).orElseGet(() -> fractions(fractions, group, seed));
    split.close();
    return result;
  }

  private static FolderSplit lists(Section files, Optional<String> group, long seed) {
    Map<Split, String> lists = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      files.string(split.id()).ifPresent(file -> lists.put(split, Paths.relative(files, split.id(), file)));
    }
    files.close();
    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      files.need(split.id(), "a text file with one picture per line");
    }
    if (lists.containsKey(Split.TRAIN1) != lists.containsKey(Split.TRAIN2)) {
      throw files.wrong(lists.containsKey(Split.TRAIN1) ? "train2" : "train1", "nothing", "a text file, since the other half of train is given; or neither");
    }
    return new FolderSplit.Lists(lists, group, seed);
  }

  private static FolderSplit fractions(Optional<Section> section, Optional<String> group, long seed) {
    double val = section.flatMap(s -> s.number("val")).orElse(TENTH);
    double test = section.flatMap(s -> s.number("test")).orElse(TENTH);
    section.ifPresent(s -> {
      if (!(val > 0 && val < 1)) {
        throw s.wrong("val", Double.toString(val), "a share greater than 0 and less than 1");
      }
      if (!(test > 0 && test < 1 - val)) {
        throw s.wrong("test", Double.toString(test), "a share greater than 0 that leaves something for training beside val");
      }
      s.close();
    });
    return new FolderSplit.Fractions(val, test, group, seed);
  }

  private static String pattern(Section split, String pattern) {
    try {
      Pattern.compile(pattern);
      return pattern;
    } catch (PatternSyntaxException e) {
      throw split.wrong("group", "'" + pattern.strip() + "'", "a regular expression (" + e.getDescription() + " at " + e.getIndex() + ")");
    }
  }
}
