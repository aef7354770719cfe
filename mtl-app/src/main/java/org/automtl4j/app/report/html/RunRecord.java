package org.automtl4j.app.report.html;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.report.Provenance;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.SmallFile;

/**
 * What lies in a run's folder, as far as the run has come.
 *
 * @param folder the folder
 * @param config its configuration
 * @param log what the training told
 * @param result the table, once there is one
 * @param provenance what it ran on, where that is known
 * @param notes what could not be read
 */
public record RunRecord(RunFolder folder, RunConfig config, TrainingLog log, Optional<RunResult> result, Optional<Provenance> provenance, List<String> notes) {

  private static final int LARGEST = 64 << 20;

  /** Keeps a copy of the notes. */
  public RunRecord {
    notes = List.copyOf(notes);
  }

  static RunRecord of(RunFolder folder) {
    List<String> notes = new ArrayList<>();
    RunConfig config = RunConfig.read(folder.file(RunFolder.CONFIG));
    Path metrics = folder.file(RunFolder.METRICS);
    TrainingLog log = Files.isRegularFile(metrics) ? TrainingLog.read(metrics) : TrainingLog.empty();
    if (log.unreadable() > 0) {
      notes.add(log.unreadable() + (log.unreadable() == 1 ? " line" : " lines") + " of " + RunFolder.METRICS
          + " could not be read; the last one may just be being written");
    }
    Optional<RunResult> result = read(folder, RunFolder.RESULT, text -> RunResult.fromJson(text, RunFolder.RESULT), notes);
    return new RunRecord(folder, config, log, result, read(folder, RunFolder.PROVENANCE, text -> Provenance.fromJson(text, RunFolder.PROVENANCE), notes),
        notes);
  }

  /** Reads a file that may not be there yet; one that is there and wrong becomes a note, since the rest is worth showing. */
  static <T> Optional<T> read(RunFolder folder, String name, Function<String, T> parse, List<String> notes) {
    Path file = folder.file(name);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(SmallFile.text(file, LARGEST)));
    } catch (InvalidInputException e) {
      notes.add(e.getMessage());
      return Optional.empty();
    }
  }

  /** @return what the page calls it */
  public String title() {
    return config.name() + ", seed " + config.seed();
  }

  /** @return whether it is done */
  public boolean finished() {
    return result.isPresent();
  }

  /** @return the names of its tasks */
  public List<String> tasks() {
    return config.tasks().stream().map(t -> t.name()).toList();
  }
}
