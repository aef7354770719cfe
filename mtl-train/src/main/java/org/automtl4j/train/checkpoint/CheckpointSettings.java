package org.automtl4j.train.checkpoint;

import org.automtl4j.core.InvalidInputException;

/**
 * When checkpoints are written and how many stay.
 *
 * @param every iterations between two of them; 0: only at the end of a stage and when a training is stopped
 * @param keep how many of a stage that is not over stay, the newest; at least 1
 */
public record CheckpointSettings(int every, int keep) {
  /** Every 100 iterations; two stay, so that there is one to go back to where the newest is damaged. */
  public static final CheckpointSettings DEFAULT = new CheckpointSettings(100, 2);

  /** Checks the ranges. */
  public CheckpointSettings {
    if (every < 0) {
      throw new InvalidInputException("checkpoints.every: at least 0, found " + every);
    }
    if (keep < 1) {
      throw new InvalidInputException("checkpoints.keep: at least 1, found " + keep);
    }
  }
}
