package org.automtl4j.train.adamtl.config;

import org.automtl4j.core.config.Key;
import org.automtl4j.train.adamtl.ControllerTraining;

/**
 * The stage CONTROLLERS.
 *
 * @param iterations iterations
 * @param warmUp share of them in which the learning rate rises
 * @param learning how the controllers learn
 */
public record ControllerConfig(
    @Key(value = "Iterations. The paper has 100 epochs.", byDefault = "3900", min = 0) int iterations,
    @Key(value = "Share of the iterations in which the learning rate rises.", byDefault = "0", min = 0, max = 1) double warmUp,
    @Key(value = "How the controllers learn.", byDefault = "{}") LearningConfig learning) {

  /** @return the stage */
  public ControllerTraining stage() {
    return new ControllerTraining(learning.toLearning(iterations, warmUp, false));
  }
}
