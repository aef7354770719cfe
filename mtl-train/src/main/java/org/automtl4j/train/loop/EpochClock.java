package org.automtl4j.train.loop;

import java.util.Optional;
import org.automtl4j.train.listener.EpochEnded;

/** Tells when an epoch of a stage is over, and what time it took. */
final class EpochClock {
  private final int length;
  private double seconds;
  private double waitSeconds;

  /**
   * @param length iterations of an epoch
   * @param seconds that the stage had taken before
   * @param waitSeconds that it had waited for data before
   */
  EpochClock(int length, double seconds, double waitSeconds) {
    this.length = Math.max(1, length);
    this.seconds = seconds;
    this.waitSeconds = waitSeconds;
  }

  /** After an iteration: the epoch that it ended, if it ended one. Times count from the stage's beginning. */
  Optional<EpochEnded> iterationDone(String model, String stage, int done, double now, double waited) {
    return done % length == 0 ? Optional.of(ended(model, stage, done, now, waited)) : Optional.empty();
  }

  /** At the end of a stage: the epoch that was begun, if one was. */
  Optional<EpochEnded> rest(String model, String stage, int done, double now, double waited) {
    return done % length == 0 ? Optional.empty() : Optional.of(ended(model, stage, done, now, waited));
  }

  private EpochEnded ended(String model, String stage, int done, double now, double waited) {
    int epoch = (done - 1) / length;
    EpochEnded event = new EpochEnded(model, stage, epoch, done, done - epoch * length, now - seconds, waited - waitSeconds);
    seconds = now;
    waitSeconds = waited;
    return event;
  }
}
