package org.automtl4j.train.internal;

import java.util.Optional;
import org.automtl4j.train.listener.EpochEnded;

/** Tells when an epoch of a stage is over, and what time it took. */
final class EpochClock {
  private final int length;
  private int begun;
  private double seconds;
  private double waitSeconds;

  /**
   * @param length iterations of an epoch
   * @param done iterations that were done before
   * @param seconds that the stage had taken until then
   * @param waitSeconds that it had waited for data until then
   */
  EpochClock(int length, int done, double seconds, double waitSeconds) {
    this.length = Math.max(1, length);
    this.begun = done;
    this.seconds = seconds;
    this.waitSeconds = waitSeconds;
  }

  /** After an iteration: the epoch that it ended, if it ended one. Times count from the stage's beginning. */
  Optional<EpochEnded> iterationDone(String model, String stage, int done, double now, double waited) {
    return done % length == 0 ? rest(model, stage, done, now, waited) : Optional.empty();
  }

  /** At the end of a stage: the epoch that was begun, if one was. */
  Optional<EpochEnded> rest(String model, String stage, int done, double now, double waited) {
    if (done <= begun) {
      return Optional.empty();
    }
    EpochEnded event = new EpochEnded(model, stage, (done - 1) / length, done, done - begun, now - seconds, waited - waitSeconds);
    begun = done;
    seconds = now;
    waitSeconds = waited;
    return Optional.of(event);
  }
}
