package org.automtl4j.data.dataset.folder.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Files that a user has not put where they lie: what begins with a dot, and what desktops, storage devices and archives of a Mac write beside other files. They are left aside wherever files
 * are listed.
 */
public final class ForeignFiles {
  private static final Set<String> NAMES = Set.of("@eadir", "#recycle", "__macosx", "$recycle.bin", "system volume information", "lost+found", "thumbs.db", "ehthumbs.db", "desktop.ini");
  /** What a Mac keeps of a file on foreign disks lies beside each of them. */
  private static final String MAC = "._";
  private static final int TOLD = 5;

  private ForeignFiles() {}

  /**
   * @param path below the folder that is listed, with '/' between names
   * @return the part of it that says so, if the file is a foreign one; {@code ._*} for all that a Mac keeps beside files
   */
  public static Optional<String> part(String path) {
    for (String name : path.split("/")) {
      if (name.startsWith(MAC)) {
        return Optional.of(MAC + "*");
      }
      if (name.startsWith(".") || NAMES.contains(name.toLowerCase(Locale.ROOT))) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /**
   * @param counts how many files were left aside, by {@link #part}
   * @return a sentence without its full stop; empty where there were none
   */
  public static List<String> remark(SortedMap<String, Integer> counts) {
    if (counts.isEmpty()) {
      return List.of();
    }
    String told = counts.entrySet().stream().limit(TOLD).map(ForeignFiles::text).collect(Collectors.joining(", "));
    return List.of("left aside, since they begin with a dot, or desktops and storage devices write them: " + told
        + (counts.size() > TOLD ? " and " + (counts.size() - TOLD) + " more names" : ""));
  }

  private static String text(Map.Entry<String, Integer> count) {
    return count.getKey() + " (" + count.getValue() + (count.getValue() == 1 ? " file)" : " files)");
  }
}
