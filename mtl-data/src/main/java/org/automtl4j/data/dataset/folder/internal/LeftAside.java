package org.automtl4j.data.dataset.folder.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Says which files of a folder are not read. */
public final class LeftAside {
  private LeftAside() {}

  /**
   * @param place the folder
   * @param unread files by ending
   * @return a remark, or none
   */
  public static List<String> pictures(String place, SortedMap<String, List<Path>> unread) {
    return remark(place, unread, "png, jpeg, tif, bmp, webp");
  }

  /**
   * @param place the folder
   * @param unread files by ending
   * @return a remark, or none
   */
  public static List<String> labels(String place, SortedMap<String, List<Path>> unread) {
    return remark(place, unread, "png, npy, tif, bmp; jpeg and webp change the numbers");
  }

  private static List<String> remark(String place, SortedMap<String, List<Path>> unread, String allowed) {
    return unread.isEmpty() ? List.of() : List.of(place + ": " + text(unread) + "; allowed: " + allowed + ".");
  }

  /** {@code 4 files that are not read (.bmp), such as images/p001.bmp}. */
  static String text(SortedMap<String, List<Path>> unread) {
    int count = unread.values().stream().mapToInt(List::size).sum();
    String endings = unread.keySet().stream().map(ending -> "." + ending).collect(Collectors.joining(", "));
    Path example = unread.values().stream().flatMap(List::stream).sorted().findFirst().orElseThrow();
    return count + (count == 1 ? " file that is not read (" : " files that are not read (") + endings + "), such as " + example;
  }
}
