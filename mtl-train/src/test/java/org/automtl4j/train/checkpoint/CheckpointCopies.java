package org.automtl4j.train.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes a checkpoint of one stage one of another stage, which is to go on from it. */
public final class CheckpointCopies {
  private CheckpointCopies() {}

  /** The newest state of a unit, if there is one. */
  public static Optional<TrainingState> newest(Path folder, int unit) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().matches(String.format(Locale.ROOT, "%03d-.*-\\d+\\.state", unit))).sorted()
          .reduce((first, second) -> second).map(CheckpointFile::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a state as that of another unit with another number of iterations. */
  public static void move(Path folder, TrainingState state, int unit, int iterations) {
    Progress p = state.progress();
    Map<String, String> settings = new TreeMap<>(p.settings().values());
    settings.replaceAll((key, value) -> key.endsWith(".iterations") ? Integer.toString(iterations) : value);
    Progress moved = new Progress(unit, p.model(), p.stage(), TrainingSettings.of(settings), p.iteration(), p.finished(), p.seconds(), p.waitSeconds(),
        p.counts(), p.streams(),
        p.dropout(), p.cursors(), p.moved(), p.validation(), p.evaluation(), p.unlabelled());
    Checkpoints.resume(folder, CheckpointSettings.DEFAULT).write(new TrainingState(moved, state.parameters(), state.optimizers()));
  }
}
