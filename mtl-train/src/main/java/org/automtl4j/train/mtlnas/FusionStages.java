package org.automtl4j.train.mtlnas;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.train.method.StageContext;

/** What the stages of this room ask of the engine. */
final class FusionStages {
  private FusionStages() {}

  /** The network, if it can be trained so. */
  static FusionNetwork network(StageContext context, String stage) {
    if (!(context.network() instanceof FusionNetwork network)) {
      throw new InvalidInputException("stage " + stage + " trains fusion networks, found a network of method '" + context.network().method() + "'");
    }
    return network;
  }
}
