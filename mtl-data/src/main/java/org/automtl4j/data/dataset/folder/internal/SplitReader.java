package org.automtl4j.data.dataset.folder.internal;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.FolderSplit;

/** Reads the section {@code split}. */
final class SplitReader {
  private SplitReader() {}

  static FolderSplit read(Section root) {
    Optional<Section> found = root.section("split");
    if (found.isEmpty()) {
      return new FolderSplit.Usual(Optional.empty(), 0);
    }
    Section split = found.get();
    Optional<String> group = split.string("group").map(pattern -> pattern(split, pattern));
    long seed = split.whole("seed").orElse(0L);
    Optional<Section> files = split.section("files");
    Optional<Section> fractions = split.section("fractions");
    Optional<Section> folders = split.section("folders");
    if (Stream.of(files, fractions, folders).filter(Optional::isPresent).count() > 1) {
      throw split.wrong(files.isPresent() ? "files" : "folders", files.isPresent() && folders.isEmpty() ? "lists beside fractions" : "more than one way",
          "one of files, folders, fractions");
    }
    FolderSplit result = files.map(f -> lists(f, group, seed)).or(() -> folders.map(f -> folders(f, group, seed)))
        .or(() -> fractions.map(f -> fractions(f, group, seed))).orElseGet(() -> new FolderSplit.Usual(group, seed));
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

  private static FolderSplit folders(Section section, Optional<String> group, long seed) {
    Map<Split, String> folders = new EnumMap<>(Split.class);
    for (Split split : List.of(Split.TRAIN, Split.VAL, Split.TEST)) {
      section.string(split.id()).ifPresent(folder -> folders.put(split, Paths.relative(section, split.id(), folder)));
    }
    section.close();
    section.need(Split.TRAIN.id(), "the name of a folder");
    if (folders.size() < 2) {
      throw section.wrong("test", "nothing", "the name of a folder, for test or val");
    }
    return new FolderSplit.Folders(folders, group, seed);
  }

  private static FolderSplit fractions(Section section, Optional<String> group, long seed) {
    double val = section.number("val").orElse(FolderSplit.Usual.SHARE);
    double test = section.number("test").orElse(FolderSplit.Usual.SHARE);
    if (!(val > 0 && val < 1)) {
      throw section.wrong("val", Double.toString(val), "a share greater than 0 and less than 1");
    }
    if (!(test > 0 && test < 1 - val)) {
      throw section.wrong("test", Double.toString(test), "a share greater than 0 that leaves something for training beside val");
    }
    section.close();
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
