package org.automtl4j.train.adamtl.config;

import org.automtl4j.core.config.Key;
import org.automtl4j.graph.adamtl.Efficiency;

/**
 * How much of the network an image should take.
 *
 * @param weight factor of the loss
 * @param blocks wanted share of blocks
 * @param tokens wanted share of tokens
 * @param byWidth whether a token counts by its features
 * @param scope what has the wanted share of tokens
 */
public record EfficiencyConfig(
    @Key(value = "Factor of the loss that pulls to the wanted shares.", min = 0) double weight,
    @Key(value = "Wanted share of an image's blocks that run.", min = 0, max = 1) double blocks,
    @Key(value = "Wanted share of its tokens that go through MLPs.", min = 0, max = 1) double tokens,
    @Key("Whether a token counts by its features, so that the share is one of computation.") boolean byWidth,
    @Key("What has the wanted share of tokens: the whole network, each block, or half of the loss is for either.") Efficiency.Scope scope) {

  /** @return the defaults, as published */
  public static EfficiencyConfig defaults() {
    Efficiency usual = Efficiency.PUBLISHED;
    return new EfficiencyConfig(usual.weight(), usual.blocks(), usual.tokens(), usual.byWidth(), usual.scope());
  }

  /** @return the same as stages take it */
  public Efficiency toEfficiency() {
    return new Efficiency(weight, blocks, tokens, byWidth, scope);
  }
}
