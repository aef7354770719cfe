package org.automtl4j.graph.swin;

import org.automtl4j.graph.network.NetworkScope;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What happens with the blocks of an encoder. The encoder of its own runs them all ({@code SwinBlock::run}); others leave out, mix or
 * watch.
 */
@FunctionalInterface
public interface BlockPass {

  /**
   * Adds one block.
   *
   * @param block the block
   * @param scope what the network builds with
   * @param x its input, [N, L, C]
   * @return its output, [N, L, C]
   */
  SDVariable run(SwinBlock block, NetworkScope scope, SDVariable x);

  /**
   * Is called before the first block of a stage.
   *
   * @param stage the stage
   * @param scope what the network builds with
   * @param x its input, [N, L, C]
   */
  default void enter(SwinStage stage, NetworkScope scope, SDVariable x) {}
}
