package org.automtl4j.train.adamtl.config;

import org.automtl4j.core.config.Key;
import org.automtl4j.graph.adamtl.ControllerPolicy;
import org.automtl4j.train.adamtl.AdaptiveTraining;

/**
 * The stage ADAPTIVE.
 *
 * @param iterations iterations of all tasks together
 * @param warmUp share of them in which the learning rate rises
 * @param hard whether decisions are 0 or 1
 * @param efficiency the target of computation
 * @param turns of single tasks before
 * @param learning how weights learn
 */
public record AdaptiveConfig(
    @Key(value = "Iterations in which the decisions of all tasks are merged. The paper has 100 epochs.", byDefault = "3900", min = 0) int iterations,
    @Key(value = "Share of the iterations in which the learning rate rises; the wave that it falls by begins with the first iteration, as published, so that the rate jumps.",
        byDefault = "0.2", min = 0, max = 1) double warmUp,
    @Key(value = "Whether decisions are 0 or 1 with the gradient of soft ones, in place of soft ones.", byDefault = "true") boolean hard,
    @Key(value = "How much of the network an image should take.", byDefault = "{}") EfficiencyConfig efficiency,
    @Key(value = "Turns in which the controllers of one task decide alone, before those of all tasks do.", byDefault = "{}") TurnsConfig turns,
    @Key(value = "How weights learn.", byDefault = "{}") LearningConfig learning) {

  /**
   * @param policy whose controllers there are
   * @return the stage
   */
  public AdaptiveTraining stage(ControllerPolicy policy) {
    return new AdaptiveTraining(learning.toLearning(iterations, warmUp, false), hard, efficiency.toEfficiency(), turns.toTurns(policy));
  }
}
