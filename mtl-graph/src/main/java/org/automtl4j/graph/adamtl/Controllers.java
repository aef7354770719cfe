package org.automtl4j.graph.adamtl;

import java.util.Objects;
import org.automtl4j.core.InvalidInputException;

/**
 * Which decisions are made for each image, and how.
 *
 * @param policy whose controllers there are
 * @param blocks whether blocks may be left out
 * @param tokens whether tokens may be left out of MLPs
 * @param blockHidden hidden features of a block controller
 * @param tokenHidden hidden features of a token controller
 * @param temperature of the relaxation: masks are sigmoid((logit + noise) / temperature); the published code has 5 throughout
 * @param skippedToken what becomes of a token that is left out
 */
public record Controllers(ControllerPolicy policy, boolean blocks, boolean tokens, int blockHidden, int tokenHidden, double temperature, SkippedToken skippedToken) {
  /** The published temperature. */
  public static final double TEMPERATURE = 5;
  private static final int HIDDEN = 64;

  /** Checks the numbers. */
  public Controllers {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(skippedToken, "skippedToken");
    if (!blocks && !tokens) {
      throw new InvalidInputException("controllers: found neither blocks nor tokens, allowed: at least one of them; without any a Swin network with decoders is static");
    }
    if (blockHidden < 1 || tokenHidden < 1) {
      throw new InvalidInputException("controllers: found " + blockHidden + " and " + tokenHidden + " hidden features, allowed: at least 1");
    }
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new InvalidInputException("controllers: found the temperature " + temperature + ", allowed: above 0");
    }
  }

  /**
   * @param policy whose controllers there are
   * @return controllers of blocks and tokens with 64 hidden features, as in the published configurations
   */
  public static Controllers of(ControllerPolicy policy) {
    return new Controllers(policy, true, true, HIDDEN, HIDDEN, TEMPERATURE, SkippedToken.IDENTITY);
  }
}
