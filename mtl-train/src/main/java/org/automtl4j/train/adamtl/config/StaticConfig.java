package org.automtl4j.train.adamtl.config;

import org.automtl4j.core.config.Key;
import org.automtl4j.train.adamtl.StaticTraining;

/**
 * The stage STATIC.
 *
 * @param iterations iterations
 * @param warmUp share of them in which the learning rate rises
 * @param freezeEncoder whether the decoders alone learn
 * @param learning how weights learn
 */
public record StaticConfig(
    @Key(value = "Iterations; in each, one step of all tasks together. The paper has 1,000 epochs.", byDefault = "39000", min = 0) int iterations,
    @Key(value = "Share of the iterations in which the learning rate rises.", byDefault = "0.02", min = 0, max = 1) double warmUp,
    @Key(value = "Whether the decoders alone learn.", byDefault = "false") boolean freezeEncoder,
    @Key(value = "How weights learn.", byDefault = "{}") LearningConfig learning) {

  /** @return the stage */
  public StaticTraining stage() {
    return new StaticTraining(learning.toLearning(iterations, warmUp, true), freezeEncoder);
  }
}
