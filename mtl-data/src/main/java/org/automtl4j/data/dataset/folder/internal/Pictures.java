package org.automtl4j.data.dataset.folder.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.reader.TextLines;

/** The files below a folder, by name. */
public final class Pictures {
  /** Endings of pictures. */
  public static final List<String> IMAGES = List.of("png", "jpg", "jpeg", "tif", "tiff", "bmp", "webp");
  /** Endings of labels: jpeg and webp are lossy and no way to keep numbers. */
  public static final List<String> LABELS = List.of("png", "npy", "tif", "tiff", "bmp");
  /** Endings of pictures and arrays that are not read. */
  private static final List<String> UNREAD = List.of("gif", "heic", "heif", "avif", "jp2", "j2k", "jxl", "jfif", "exr", "hdr", "psd", "svg", "pfm", "tga", "ppm",
      "pgm", "pbm", "pnm", "raw", "cr2", "cr3", "nef", "arw", "dng", "npz", "mat", "h5");
  /** What released versions read; another file of the name stands back. */
  private static final List<String> FIRST = List.of("png", "jpg", "jpeg", "npy");

  private Pictures() {}

  /**
   * What lies below a folder.
   *
   * @param files by path below the folder, with '/' between names, in one Unicode form, without ending and suffix; in the order of those
   * @param unread pictures and arrays that are not read, by ending
   */
  public record Listing(SortedMap<String, Path> files, SortedMap<String, List<Path>> unread) {}

  /**
   * All files of some kinds below a folder; {@link ForeignFiles} are left aside.
   *
   * @param folder the folder
   * @param suffix what names must end with, before the dot
   * @param endings the kinds
   * @return files by path below the folder, with '/' between names, without ending and suffix; in the order of those
   */
  public static Map<String, Path> below(Path folder, String suffix, List<String> endings) {
    return list(folder, suffix, endings).files();
  }

  /**
   * As {@link #below}, with what was not read.
   *
   * @param folder the folder
   * @param suffix what names must end with, before the dot
   * @param endings the kinds
   * @return what lies there
   */
  public static Listing list(Path folder, String suffix, List<String> endings) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(folder + ": there is no such folder");
    }
    SortedMap<String, Path> files = new TreeMap<>();
    SortedMap<String, List<Path>> unread = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        String name = TextLines.name(folder.relativize(file).toString().replace('\\', '/'));
        String stem = stem(name);
        if (ForeignFiles.part(name).isPresent()) {
          continue;
        }
        if (endings.contains(ending(name)) && stem.endsWith(suffix)) {
          add(files, stem.substring(0, stem.length() - suffix.length()), file);
        } else if (UNREAD.contains(ending(name)) || IMAGES.contains(ending(name)) && !endings.contains(ending(name))) {
          unread.computeIfAbsent(ending(name), e -> new ArrayList<>()).add(file);
        }
      }
    } catch (UncheckedIOException | IOException e) {
      throw new InvalidInputException(folder + ": cannot be listed (" + e.getMessage() + ")", e);
    }
    return new Listing(files, unread);
  }

  private static void add(Map<String, Path> files, String name, Path file) {
    Path other = files.putIfAbsent(name, file);
    if (other == null) {
      return;
    }
    boolean older = FIRST.contains(ending(other.toString()));
    if (older == FIRST.contains(ending(file.toString()))) {
      throw new InvalidInputException(file + ": found beside " + other.getFileName() + ", allowed: one file of each name");
    }
    if (!older) {
      files.put(name, file);
    }
  }

  /**
   * @param name a file's name
   * @return it without its ending
   */
  public static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= name.lastIndexOf('/') + 1 ? name : name.substring(0, dot);
  }

  /**
   * @param name a picture's name in a list or table, with or without its ending
   * @param known names of pictures
   * @return what it is found by
   */
  static String key(String name, Set<String> known) {
    String whole = TextLines.name(name.replace('\\', '/'));
    return known.contains(whole) ? whole : stem(whole);
  }

  /** Whether a text has the ending of a picture. */
  static boolean isNamedLikeOne(String text) {
    return text.indexOf('.') > 0 && IMAGES.contains(ending(text));
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
