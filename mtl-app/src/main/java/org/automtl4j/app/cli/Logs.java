package org.automtl4j.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go: to standard error, and during a run to its folder as well. With another logging library than Logback, that one's own configuration
 * decides.
 */
final class Logs {
  private Logs() {}

  /** Copies lines to a file until it is closed. */
  interface Copy extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param verbose whether details and stack traces are shown
   */
  static void toStandardError(boolean verbose) {
    logback().ifPresent(logs -> logs.toStandardError(verbose));
  }

  /**
   * Copies all lines to a file until the result is closed.
   *
   * @param file the file; lines are appended
   * @return stops the copying
   */
  static Copy alsoTo(Path file) {
    return logback().map(logs -> logs.alsoTo(file)).orElse(() -> {});
  }

  private static Optional<LogbackLogs> logback() {
    // Looked up by name, since Logback is optional.
    boolean there = LoggerFactory.getILoggerFactory().getClass().getName().equals("ch.qos.logback.classic.LoggerContext");
    return there ? Optional.of(new LogbackLogs()) : Optional.empty();
  }
}
