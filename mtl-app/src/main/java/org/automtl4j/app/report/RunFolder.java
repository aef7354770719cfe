package org.automtl4j.app.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;

/** The folder that a run writes its files to. Nothing that is there already is overwritten unless asked for. */
public final class RunFolder {
  /** The effective configuration. */
  public static final String CONFIG = "config.yaml";
  /** The table, for programs. */
  public static final String RESULT = "result.json";
  /** The architecture that was found. */
  public static final String ARCHITECTURE = "architecture.json";
  /** All numbers of the super-model after the stages that train it, for a later run to start from. */
  public static final String SUPER_MODEL = "supermodel.npz";
  /** One line per event of the training. */
  public static final String METRICS = "metrics.jsonl";
  /** The log. */
  public static final String LOG = "log.txt";
  /** Mean and spread over the runs of several seeds, in the folder above theirs. */
  public static final String SEEDS = "seeds.json";
  /** How long each step of inference takes on the machine of the run. */
  public static final String LATENCY = "latency.json";
  /** The folder of checkpoints, from which an interrupted run goes on. */
  public static final String CHECKPOINTS = "checkpoints";
  /** The folder of event files for TensorBoard. */
  public static final String TENSOR_BOARD = "tensorboard";
  /** The trained model. */
  public static final String MODEL = "model.zip";
  /** What the run ran on: versions, data, time. */
  public static final String PROVENANCE = "provenance.json";
  /** What AdaMTL found at several efforts. */
  public static final String EFFORTS = "efforts.json";
  /** All of it on one page, for a browser. */
  public static final String REPORT = "report.html";

  private static final List<String> FILES = List.of(CONFIG, RESULT, ARCHITECTURE, SUPER_MODEL, METRICS, LOG, MODEL, SEEDS, PROVENANCE, EFFORTS, REPORT, LATENCY);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes a new folder {@code NAME-TIME}.
   *
   * @param parent where, usually {@code runs}; made if it is not there
   * @param name the run's name
   * @param clock tells the time
   * @return the folder; two runs of one name and second get two folders
   * @throws InvalidInputException if it cannot be made
   */
  public static RunFolder create(Path parent, String name, Clock clock) {
    String base = name + "-" + TIME.format(LocalDateTime.now(clock));
    try {
      Files.createDirectories(parent);
      for (int i = 1; ; i++) {
        Path path = parent.resolve(i == 1 ? base : base + "-" + i);
        try {
          return new RunFolder(Files.createDirectory(path));
        } catch (FileAlreadyExistsException e) {
          // Another run of the same second: try the next name.
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException(parent + ": a run folder cannot be made there: " + reason(e), e);
    }
  }

  /**
   * Takes a folder of the user's choice.
   *
   * @param path the folder; made if it is not there
   * @param overwrite whether the files of an earlier run are removed from it; other files stay
   * @return the folder
   * @throws InvalidInputException if there is something in it and it is not to be overwritten, or it cannot be made
   */
  public static RunFolder at(Path path, boolean overwrite) {
    checkUsable(path, overwrite);
    try {
      Files.createDirectories(path);
      for (String file : FILES) {
        Files.deleteIfExists(path.resolve(file));
      }
      deleteTree(path.resolve(CHECKPOINTS));
      deleteTree(path.resolve(TENSOR_BOARD));
      return new RunFolder(path);
    } catch (IOException e) {
      throw new InvalidInputException(path + ": cannot be used as a run folder: " + reason(e), e);
    }
  }

  /**
   * Tells early whether {@link #at} will take a folder; makes and removes nothing.
   *
   * @param path the folder
   * @param overwrite whether there may be files of an earlier run in it
   * @throws InvalidInputException if it will not
   */
  public static void checkUsable(Path path, boolean overwrite) {
    if (!Files.exists(path)) {
      return;
    }
    if (!Files.isDirectory(path)) {
      throw new InvalidInputException(path + ": found a file, allowed: a folder");
    }
    try (Stream<Path> entries = Files.list(path)) {
      if (!overwrite && entries.findAny().isPresent()) {
        throw new InvalidInputException(path + ": found a folder that is not empty, allowed: a new or an empty one, or --overwrite");
      }
    } catch (IOException e) {
      throw new InvalidInputException(path + ": cannot be used as a run folder: " + reason(e), e);
    }
  }

  /**
   * Opens the folder of a finished run for reading.
   *
   * @param path the folder
   * @return the folder
   * @throws InvalidInputException if there is no configuration in it
   */
  public static RunFolder open(Path path) {
    if (!Files.isRegularFile(path.resolve(CONFIG))) {
      throw new InvalidInputException(path + ": found no " + CONFIG + " in it, allowed: the folder of a run");
    }
    return new RunFolder(path);
  }

  /**
   * @param path a folder
   * @return whether a run has begun in it, so that there may be something to resume
   */
  public static boolean hasBegun(Path path) {
    return Files.isRegularFile(path.resolve(CONFIG)) && Files.isDirectory(path.resolve(CHECKPOINTS));
  }

  /**
   * Opens a folder that is there, such as the one above the runs of several seeds.
   *
   * @param path the folder
   * @return the folder
   * @throws InvalidInputException if it is not there
   */
  public static RunFolder existing(Path path) {
    if (!Files.isDirectory(path)) {
      throw new InvalidInputException(path + ": found no folder, allowed: one that a run has made");
    }
    return new RunFolder(path);
  }

  /** Deletes what a process that was killed left half written: drafts that never got their names. */
  public void deleteDrafts() {
    try (Stream<Path> files = Files.list(path)) {
      for (Path draft : files.filter(p -> p.getFileName().toString().endsWith(".part")).toList()) {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tidy " + path + ": " + e.getMessage(), e);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
  }

  /** @return the folder's path */
  public Path path() {
    return path;
  }

  /**
   * @param name a file's name
   * @return its path in this folder
   */
  public Path file(String name) {
    return path.resolve(name);
  }

  /**
   * @param name a file's name
   * @param text its content, written in UTF-8; it appears whole or not at all
   * @throws UncheckedIOException if it cannot be written
   */
  public void write(String name, String text) {
    write(file(name), text);
  }

  /**
   * @param file a file outside of a run's folder, such as a page about several runs
   * @param text its content, written in UTF-8; it appears whole or not at all
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path file, String text) {
    try {
      WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
