package org.automtl4j.train.method;

import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;

/** What the engine gives to a stage. */
public interface StageContext {

  /** @return the network that is trained */
  Network network();

  /** @return its numbers, which are trained in place */
  Parameters parameters();
}
