package org.automtl4j.train.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one trainer in a folder of their own. Each stage that the trainer is told to run is a unit, counted from 0; its files begin with that
 * number: {@code 002-post-train-00000400.state} after 400 iterations, {@code -end} when it is over, {@code -best} by validation, {@code -diverged} where a loss
 * was no number any more. A file appears whole or not at all and is on the disk before older ones go.
 */
public final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final String SUFFIX = ".state";
  private static final String END = "end";
  private static final String BEST = "best";
  private static final String DIVERGED = "diverged";

  private final Path folder;
  private final CheckpointSettings settings;
  private final Disk disk;
  private int units;

  /** Where files go; another one plays a broken disk in tests. */
  @FunctionalInterface
  interface Disk {
    void write(Path file, WholeFile.Content content) throws IOException;
  }

  Checkpoints(Path folder, CheckpointSettings settings, Disk disk) {
    this.folder = folder;
    this.settings = settings;
    this.disk = disk;
  }

  /**
   * For a training from the beginning.
   *
   * @param folder where checkpoints go; made if it is not there
   * @param settings when they are written and how many stay
   * @return an empty folder
   * @throws InvalidInputException if there are checkpoints in it already
   */
  public static Checkpoints fresh(Path folder, CheckpointSettings settings) {
    Checkpoints checkpoints = new Checkpoints(folder, settings, WholeFile::writeDurably);
    if (!checkpoints.files("").isEmpty()) {
      throw new InvalidInputException(folder + ": found checkpoints of an earlier training, allowed: a folder without, or to resume that training");
    }
    return checkpoints;
  }

  /**
   * For a training that goes on from the last checkpoint, and from the beginning where there is none.
   *
   * @param folder where checkpoints are and go
   * @param settings when they are written and how many stay
   * @return the folder
   */
  public static Checkpoints resume(Path folder, CheckpointSettings settings) {
    Checkpoints checkpoints = new Checkpoints(folder, settings, WholeFile::writeDurably);
    checkpoints.clean();
    return checkpoints;
  }

  /** @return the folder */
  public Path folder() {
    return folder;
  }

  /** @return the number of the stage that begins now; each call counts on */
  public int nextUnit() {
    return units++;
  }

  /**
   * Where a stage is to go on.
   *
   * @param wanted the stage as it is to begin: its number, names and settings
   * @param words for settings that were found, the wanted ones as they say them
   * @return the newest state of that stage that is not damaged; empty where it begins at its beginning
   * @throws InvalidInputException if the state is that of another stage or of other settings; the message names each difference
   */
  public Optional<TrainingState> find(Progress wanted, Function<TrainingSettings, SettingsByFormat> words) {
    Optional<String> damage = Optional.empty();
    for (Path file : newestFirst(wanted.unit())) {
      try {
        TrainingState state = CheckpointFile.read(file);
        Progress found = state.progress();
        SettingsByFormat inItsWords = words.apply(found.settings());
        SettingsDifference.check(file, found, wanted, inItsWords.of(found.settings().format()));
        damage.ifPresent(d -> LOG.warn("{}; going on from the one before, {}, after {} iterations", d, file, state.progress().iteration()));
        return Optional.of(new TrainingState(found.withSettings(inItsWords.now()), state.parameters(), state.optimizers()));
      } catch (DamagedCheckpointException e) {
        damage = damage.or(() -> Optional.of(e.getMessage()));
      }
    }
    damage.ifPresent(d -> LOG.warn("{}; there is none before it, so stage {} begins again", d, wanted.stage()));
    return Optional.empty();
  }

  private List<Path> newestFirst(int unit) {
    Comparator<Path> endFirst = Comparator.comparing((Path p) -> !p.toString().endsWith("-" + END + SUFFIX));
    return files(prefix(unit)).stream()
        .filter(p -> !p.toString().endsWith("-" + BEST + SUFFIX) && !p.toString().endsWith("-" + DIVERGED + SUFFIX))
        .sorted(endFirst.thenComparing(Comparator.<Path>naturalOrder().reversed()))
        .toList();
  }

  /**
   * @param iteration iterations that are done
   * @return whether it is time for a checkpoint
   */
  public boolean due(int iteration) {
    return settings.every() > 0 && iteration % settings.every() == 0;
  }

  /**
   * Writes the state of a stage: of one that is over as its end, in place of all others of it but the best.
   *
   * @param state what to write
   * @return the file
   * @throws InvalidInputException if it cannot be written, such as on a full disk; the last good one stays
   */
  public Path write(TrainingState state) {
    Progress progress = state.progress();
    Path file = file(progress, progress.finished() ? END : String.format(Locale.ROOT, "%08d", progress.iteration()));
    write(file, state);
    List<Path> steps = newestFirst(progress.unit()).stream().filter(p -> !p.toString().endsWith("-" + END + SUFFIX)).toList();
    delete(steps.subList(Math.min(progress.finished() ? 0 : settings.keep(), steps.size()), steps.size()));
    return file;
  }

  /**
   * Writes the best state of a stage by validation, in place of the best before.
   *
   * @param state what to write
   */
  public void writeBest(TrainingState state) {
    write(file(state.progress(), BEST), state);
  }

  /**
   * @param progress a stage
   * @return its best state by validation, if one was written and can be read
   */
  public Optional<TrainingState> best(Progress progress) {
    Path file = file(progress, BEST);
    return Files.exists(file) ? Optional.of(CheckpointFile.read(file)) : Optional.empty();
  }

  /**
   * Writes the state of a stage whose loss is no number any more, to look at; nothing goes on from it.
   *
   * @param state what to write
   * @return the file
   */
  public Path writeDiverged(TrainingState state) {
    Path file = file(state.progress(), DIVERGED);
    write(file, state);
    return file;
  }

  private void write(Path file, TrainingState state) {
    try {
      disk.write(file, out -> CheckpointFile.write(out, state));
    } catch (IOException first) {
      List<Path> good = newestFirst(state.progress().unit());
      // A full disk may have room once the older ones are gone; the newest good one stays in any case.
      delete(good.subList(Math.min(1, good.size()), good.size()));
      try {
        disk.write(file, out -> CheckpointFile.write(out, state));
      } catch (IOException again) {
        throw new InvalidInputException(file + ": the checkpoint cannot be written: " + again.getMessage() + ". "
            + (good.isEmpty() ? "This stage has none before it" : "The last good one is " + good.get(0)) + "; make room and resume", again);
      }
    }
  }

  private Path file(Progress progress, String what) {
    String stage = progress.stage().replaceAll("[^A-Za-z0-9_]+", "-");
    return folder.resolve(prefix(progress.unit()) + stage + "-" + what + SUFFIX);
  }

  private static String prefix(int unit) {
    return String.format(Locale.ROOT, "%03d-", unit);
  }

  private List<Path> files(String prefix) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(p -> p.getFileName().toString().startsWith(prefix) && p.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  /** What a process that was killed left half written. */
  private void clean() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      delete(entries.filter(p -> p.getFileName().toString().endsWith(".part")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static void delete(List<Path> files) {
    try {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete old checkpoints: " + e.getMessage(), e);
    }
  }
}
