package org.automtl4j.data.dataset.folder.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.automtl4j.graph.InvalidInputException;

/** The files below a folder, by name. */
public final class Pictures {
  /** Endings of pictures. */
  public static final List<String> IMAGES = List.of("png", "jpg", "jpeg");
  /** Endings of labels: jpeg is lossy and no way to keep numbers. */
  public static final List<String> LABELS = List.of("png", "npy");

  private Pictures() {}

  /**
   * All files of some kinds below a folder; names that begin with a dot are left aside.
   *
   * @param folder the folder
   * @param suffix what names must end with, before the dot
   * @param endings the kinds
   * @return files by path below the folder, with '/' between names, without ending and suffix; in the order of those
   */
  public static Map<String, Path> below(Path folder, String suffix, List<String> endings) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(folder + ": there is no such folder");
    }
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        String stem = stem(name);
        boolean wanted = !file.getFileName().toString().startsWith(".") && endings.contains(ending(name)) && stem.endsWith(suffix);
        if (wanted) {
          Path other = files.put(stem.substring(0, stem.length() - suffix.length()), file);
          if (other != null) {
            throw new InvalidInputException(file + ": found beside " + other.getFileName() + ", allowed: one file of each name");
          }
        }
      }
    } catch (UncheckedIOException | IOException e) {
      throw new InvalidInputException(folder + ": cannot be listed (" + e.getMessage() + ")", e);
    }
    return files;
  }

  /**
   * @param name a file's name
   * @return it without its ending
   */
  public static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= name.lastIndexOf('/') + 1 ? name : name.substring(0, dot);
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
