package org.automtl4j.train.listener;

import java.nio.file.Path;
import org.automtl4j.train.listener.internal.LogProgress;
import org.automtl4j.train.listener.internal.MetricsFile;
import org.automtl4j.train.listener.internal.ProgressBars;
import org.automtl4j.train.listener.internal.Terminal;
import org.automtl4j.train.listener.internal.tensorboard.TensorBoardFiles;

/** The listeners that come with the library. */
public final class Listeners {
  private Listeners() {}

  /**
   * Shows how far a training is: on a terminal a bar for each stage, a line of standard error that is written over; otherwise (and where {@code TERM} is
   * {@code dumb}) a log line now and then. Signals and shutdown hooks of the process stay as they are.
   *
   * @return a new listener
   */
  public static TrainingListener progress() {
    return Terminal.isThere() ? new ProgressBars() : new LogProgress();
  }

  /** @return a new listener that writes the log lines of {@link #progress}, terminal or not */
  public static TrainingListener progressLog() {
    return new LogProgress();
  }

  /**
   * Writes each event as one line of JSON to the file {@code metrics.jsonl} in the current folder.
   *
   * @return a new listener
   */
  public static TrainingListener metricsFile() {
    return metricsFile(Path.of("metrics.jsonl"));
  }

  /**
   * Writes each event as one line of JSON.
   *
   * @param file the file; what was in it is replaced
   * @return a new listener
   */
  public static TrainingListener metricsFile(Path file) {
    return metricsFile(file, false);
  }

  /**
   * Writes each event as one line of JSON, for a training that may be resumed.
   *
   * @param file the file
   * @param resume whether it goes on where the training does: events that the resumed training repeats are first cut off, so that each stands there once; else
   *     what was in it is replaced
   * @return a new listener
   */
  public static TrainingListener metricsFile(Path file, boolean resume) {
    return new MetricsFile(file, resume);
  }

  /**
   * Writes event files that TensorBoard shows: {@code tensorboard --logdir FOLDER}. Each stage of each model is a run there. A stage that is resumed goes on in
   * its file.
   *
   * @param folder where to
   * @return a new listener
   */
  public static TrainingListener tensorBoard(Path folder) {
    return new TensorBoardFiles(folder);
  }
}
