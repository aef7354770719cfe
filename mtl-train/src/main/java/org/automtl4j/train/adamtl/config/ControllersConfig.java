package org.automtl4j.train.adamtl.config;

import org.automtl4j.core.config.Key;
import org.automtl4j.graph.adamtl.ControllerPolicy;
import org.automtl4j.graph.adamtl.Controllers;
import org.automtl4j.graph.adamtl.SkippedToken;

/**
 * What is decided for each image.
 *
 * @param policy whose controllers there are
 * @param blocks whether blocks may be left out
 * @param tokens whether tokens may be left out of MLPs
 * @param blockHidden hidden features of a block controller
 * @param tokenHidden hidden features of a token controller
 * @param temperature of the relaxation
 * @param skippedToken what becomes of a token that is left out
 */
public record ControllersConfig(
    @Key(value = "Whose controllers there are: one set for all tasks, or one for each task, whose decisions are merged by OR.", byDefault = "PER_TASK") ControllerPolicy policy,
    @Key(value = "Whether blocks may be left out.", byDefault = "true") boolean blocks,
    @Key(value = "Whether tokens may be left out of MLPs.", byDefault = "true") boolean tokens,
    @Key(value = "Hidden features of a block controller.", byDefault = "64", min = 1) int blockHidden,
    @Key(value = "Hidden features of a token controller.", byDefault = "64", min = 1) int tokenHidden,
    @Key(value = "Temperature of the relaxed decisions, which scales their gradients.", byDefault = "5", above = 0) double temperature,
    @Key(value = "What becomes of a token that is left out: it stays as the attention gave it, or, as the published code does it, its normalised form is added.",
        byDefault = "IDENTITY") SkippedToken skippedToken) {

  /** @return the same as a network takes it */
  public Controllers toControllers() {
    return new Controllers(policy, blocks, tokens, blockHidden, tokenHidden, temperature, skippedToken);
  }
}
