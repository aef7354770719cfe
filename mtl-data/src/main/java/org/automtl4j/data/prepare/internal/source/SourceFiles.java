package org.automtl4j.data.prepare.internal.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.automtl4j.graph.InvalidInputException;

/** The files below a folder and in the zip archives that lie in it, by path. Paths in archives stay readable until this is closed. */
final class SourceFiles implements AutoCloseable {
  private final Map<String, Path> files = new TreeMap<>();
  private final List<FileSystem> archives = new ArrayList<>();

  private SourceFiles() {}

  static SourceFiles of(Path source) {
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
      FileSystem archive = FileSystems.newFileSystem(zip, Map.of());
      archives.add(archive);
      add(archive.getPath("/"));
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(zip + ": not a whole zip archive (" + e.getMessage() + ")", e);
    }
  }

  private void add(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      all.filter(Files::isRegularFile).forEach(file -> files.putIfAbsent(folder.relativize(file).toString().replace('\\', '/'), file));
    }
  }

  /** Files by path below the folder or in an archive, with '/' between names. */
  Map<String, Path> files() {
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
