package org.automtl4j.train.listener;

/**
 * As many iterations are done as one pass through the training split takes, or, at the end of a stage, what is left of one.
 *
 * @param model what is trained
 * @param stage the stage's name
 * @param epoch from 0
 * @param iteration how many iterations of the stage are done
 * @param iterations of this epoch
 * @param seconds its wall time, validation included; where the run was resumed within it, the time since then
 * @param waitSeconds of them, time that the trainer spent waiting for data
 */
public record EpochEnded(String model, String stage, int epoch, int iteration, int iterations, double seconds, double waitSeconds) {

  /** @return the share of its time that was spent waiting for data */
  public double waitShare() {
    return seconds > 0 ? waitSeconds / seconds : 0;
  }
}
