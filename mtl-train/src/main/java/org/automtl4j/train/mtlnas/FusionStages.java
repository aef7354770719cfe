package org.automtl4j.train.mtlnas;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.step.TaskStepping;

/** What the stages of this room ask of the engine. */
final class FusionStages {
  private FusionStages() {}

  /** The network, if it can be trained so. */
  static FusionNetwork network(StageContext context, String stage) {
    if (!(context.network() instanceof FusionNetwork network)) {
      throw new InvalidInputException("stage " + stage + " trains fusion networks, found a network of method '" + context.network().method() + "'");
    }
    if (context.settings().stepping() == TaskStepping.ALTERNATING) {
      throw new InvalidInputException("stage " + stage + ": taskStepping is " + context.settings().stepping()
          + ", allowed: JOINT or GATHERED, since the tasks of a fusion network read each other's features and are computed in one pass");
    }
    return network;
  }
}
