package org.automtl4j.data.prepare.internal.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.automtl4j.core.InvalidInputException;

/** The files below a folder and in the zip archives that lie in it, by path. Paths in archives stay readable until this is closed. */
public final class SourceFiles implements AutoCloseable {
  private static final int MOST_ENTRIES = 1_000_000;

  private final Map<String, Path> files = new TreeMap<>();
  private final List<FileSystem> archives = new ArrayList<>();

  private SourceFiles() {}

  /**
   * @param source a folder
   * @return its files, and those of its archives
   * @throws InvalidInputException if it cannot be listed
   */
  public static SourceFiles of(Path source) {
    if (!Files.isDirectory(source)) {
      throw new InvalidInputException(source + ": there is no such folder");
    }
    SourceFiles all = new SourceFiles();
    try {
      all.add(source);
      for (Map.Entry<String, Path> file : List.copyOf(all.files.entrySet())) {
        if (file.getKey().toLowerCase(Locale.ROOT).endsWith(".zip") && !file.getKey().contains("/")) {
          all.archive(file.getValue());
        }
      }
    } catch (IOException | UncheckedIOException e) {
      all.close();
      throw new InvalidInputException(source + ": cannot be listed (" + e.getMessage() + ")", e);
    }
    return all;
  }

  private void archive(Path zip) {
    try {
      requireDifferentNames(zip);
      FileSystem archive = FileSystems.newFileSystem(zip, Map.of());
      archives.add(archive);
      add(archive.getPath("/"));
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(zip + ": not a whole zip archive (" + e.getMessage() + ")", e);
    }
  }

  /** Of two entries of one name a reader takes the first or the last, and nobody knows which. */
  private static void requireDifferentNames(Path zip) throws IOException {
    try (ZipFile entries = new ZipFile(zip.toFile())) {
      if (entries.size() > MOST_ENTRIES) {
        throw new InvalidInputException(zip + ": found " + entries.size() + " entries, allowed: " + MOST_ENTRIES);
      }
      Set<String> names = new HashSet<>();
      for (ZipEntry entry : (Iterable<ZipEntry>) entries.stream().map(ZipEntry.class::cast)::iterator) {
        if (!names.add(entry.getName())) {
          throw new InvalidInputException(zip + ": found two entries of the name '" + entry.getName() + "', allowed: each once");
        }
      }
    }
  }

  private void add(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      all.filter(Files::isRegularFile).forEach(file -> {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (!name.startsWith(".") && !name.contains("/.")) {
          files.putIfAbsent(name, file);
        }
      });
    }
  }

  /** @return files by path below the folder or in an archive, with "/" between names */
  public Map<String, Path> files() {
    return files;
  }

  @Override
  public void close() {
    for (FileSystem archive : archives) {
      try {
        archive.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close " + archive, e);
      }
    }
  }
}
