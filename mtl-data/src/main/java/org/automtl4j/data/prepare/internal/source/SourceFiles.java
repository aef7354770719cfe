package org.automtl4j.data.prepare.internal.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.folder.internal.ForeignFiles;

/**
 * The files below a folder and in the zip archives that lie in it, by path; {@link ForeignFiles} are left aside. Paths in archives stay readable until this is closed; archives in archives
 * and in folders below are not opened.
 */
public final class SourceFiles implements AutoCloseable {
  private static final int MOST_ENTRIES = 1_000_000;
  private static final int TOLD = 5;

  private final Map<String, Path> files = new TreeMap<>();
  private final List<FileSystem> archives = new ArrayList<>();
  private final SortedMap<String, Integer> foreign = new TreeMap<>();
  private final Map<String, Path> archiveOf = new HashMap<>();
  private final List<String> unopened = new ArrayList<>();

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
        if (isZip(file.getKey()) && !file.getKey().contains("/")) {
          all.archive(file.getValue());
        }
      }
      all.files.forEach((name, file) -> {
        if (isZip(name) && (name.contains("/") || all.archiveOf.containsKey(file.toString()))) {
          all.unopened.add(all.archiveOf.containsKey(file.toString()) ? name + " in " + all.archiveOf.get(file.toString()).getFileName() : name);
        }
      });
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
      files.values().stream().filter(file -> file.getFileSystem().equals(archive)).forEach(file -> archiveOf.put(file.toString(), zip));
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
        ForeignFiles.part(name).ifPresentOrElse(part -> foreign.merge(part, 1, Integer::sum), () -> files.putIfAbsent(name, file));
      });
    }
  }

  /** @return files by path below the folder or in an archive, with "/" between names */
  public Map<String, Path> files() {
    return files;
  }

  /** @return what a user should know of what was left aside, one sentence each */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(ForeignFiles.remark(foreign));
    if (!unopened.isEmpty()) {
      remarks.add("zip archives within archives and folders are not opened: " + unopened.stream().limit(TOLD).collect(Collectors.joining(", "))
          + (unopened.size() > TOLD ? " and " + (unopened.size() - TOLD) + " more" : "") + "; unpack them, or lay them into the source's folder itself");
    }
    return remarks;
  }

  /**
   * A path in an archive does not say which archive that is.
   *
   * @param refusal of a file among these
   * @return one that names the archive, too, where the file lies in one; else the same
   */
  public InvalidInputException located(InvalidInputException refusal) {
    String message = refusal.getMessage();
    for (int at = 1; at < message.length(); at++) {
      boolean ends = message.charAt(at) == ':' || message.charAt(at) == ',';
      Path archive = ends ? archiveOf.get(message.substring(0, at)) : null;
      if (archive != null) {
        return new InvalidInputException(archive + ", entry " + message.substring(1), refusal);
      }
    }
    return refusal;
  }

  private static boolean isZip(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".zip");
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
