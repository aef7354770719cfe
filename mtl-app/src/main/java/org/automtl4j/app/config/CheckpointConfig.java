package org.automtl4j.app.config;

import org.automtl4j.core.config.Key;
import org.automtl4j.train.checkpoint.CheckpointSettings;

/**
 * Checkpoints, from which an interrupted run goes on.
 *
 * @param every iterations between two of them
 * @param keep how many of a stage that is not over stay
 */
public record CheckpointConfig(
    @Key(value = "Iterations between two checkpoints; 0: only at the end of each stage, and when the run is interrupted.", min = 0)
        int every,
    @Key(value = "How many checkpoints of a stage that is not over stay, the newest.", min = 1) int keep) {

  /** @return the defaults: a trainer's */
  public static CheckpointConfig defaults() {
    return new CheckpointConfig(CheckpointSettings.DEFAULT.every(), CheckpointSettings.DEFAULT.keep());
  }

  /** @return the same for a trainer */
  public CheckpointSettings settings() {
    return new CheckpointSettings(every, keep);
  }
}
