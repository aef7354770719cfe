package org.automtl4j.train.checkpoint;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** A training was asked to stop and has done so, after a checkpoint where it writes any. */
public final class TrainingStoppedException extends CancellationException {
  private static final long serialVersionUID = 1L;

  private final String checkpoint;

  /**
   * @param reason why it stopped
   * @param stage the stage
   * @param iteration iterations of it that were done
   * @param checkpoint the file to go on from, where there is one
   */
  public TrainingStoppedException(String reason, String stage, int iteration, Optional<Path> checkpoint) {
    super(reason + ": stopped in stage " + stage + " after " + iteration + " iterations" + checkpoint.map(c -> ", checkpoint " + c).orElse(""));
    this.checkpoint = checkpoint.map(Path::toString).orElse("");
  }

  /** @return the file to go on from; empty where no checkpoints are written */
  public Optional<Path> checkpoint() {
    return checkpoint.isEmpty() ? Optional.empty() : Optional.of(Path.of(checkpoint));
  }
}
