package org.automtl4j.graph.adamtl;

import java.util.Objects;
import org.automtl4j.core.InvalidInputException;

/**
 * How much of the network an image should take, in training.
 *
 * @param weight factor of the loss
 * @param blocks wanted share of blocks that run, in [0, 1]
 * @param tokens wanted share of tokens that go through MLPs, in [0, 1]
 * @param byWidth whether a token counts by its features, so that the share is one of computation
 * @param scope what has the wanted share of tokens
 */
public record Efficiency(double weight, double blocks, double tokens, boolean byWidth, Scope scope) {
  /** As published: weight 1, nine tenths of the blocks, half of the tokens by their features, of the whole network. */
  public static final Efficiency PUBLISHED = new Efficiency(1, 0.9, 0.5, true, Scope.NETWORK);

  /** What has the wanted share of tokens. */
  public enum Scope {
    /** All blocks together. */
    NETWORK,
    /** Each block. */
    BLOCK,
    /** Half of the loss is for all together and half for each. */
    BOTH
  }

  /** Checks the ranges. */
  public Efficiency {
    Objects.requireNonNull(scope, "scope");
    if (!(weight >= 0 && Double.isFinite(weight))) {
      throw new InvalidInputException("efficiency: a weight that is finite and not negative, found " + weight);
    }
    for (double share : new double[] {blocks, tokens}) {
      if (!(share >= 0 && share <= 1)) {
        throw new InvalidInputException("efficiency: shares of blocks and tokens from 0 to 1, found " + blocks + " and " + tokens);
      }
    }
  }
}
