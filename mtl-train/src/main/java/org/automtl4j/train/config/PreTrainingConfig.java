package org.automtl4j.train.config;

import org.automtl4j.train.config.internal.Key;
import org.automtl4j.train.stage.PreTraining;

/**
 * The stage PRE: the mean of all branches is trained.
 *
 * @param iterations iterations
 * @param updater update rule of the weights
 * @param weightDecay coupled L2 factor
 */
public record PreTrainingConfig(
    @Key(value = "Iterations; in each, every task takes a step.", min = 0) int iterations,
    @Key("Update rule of the weights.") UpdaterConfig updater,
    @Key(value = "Factor of the weights that is added to their gradients (coupled L2).", min = 0) double weightDecay) {

  /** @return the defaults: those of the stage's builder */
  public static PreTrainingConfig defaults() {
    PreTraining stage = PreTraining.builder().build();
    return new PreTrainingConfig(stage.iterations(), UpdaterConfig.of(stage.updater()), stage.weightDecay());
  }
}
