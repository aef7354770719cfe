package org.automtl4j.graph.swin;

import org.automtl4j.core.ops.WindowGrid;
import org.automtl4j.graph.backbone.Shape;

/**
 * What one stage computes on.
 *
 * @param index its number, from 0
 * @param channels features of its tokens
 * @param height rows of its map of tokens
 * @param width columns of its map of tokens
 * @param size blocks and heads
 * @param window side of its windows, no larger than its map
 * @param merges whether tokens are merged after its blocks, which all stages but the last do
 */
public record SwinStage(int index, int channels, int height, int width, SwinSpec.Stage size, int window, boolean merges) {

  /** @return how many tokens an image has here */
  public int tokens() {
    return height * width;
  }

  /** @return features of a head */
  public int headWidth() {
    return channels / size.heads();
  }

  /** @return shape of the map that it gives */
  public Shape output() {
    return merges ? new Shape(2 * channels, height / 2, width / 2) : new Shape(channels, height, width);
  }

  /**
   * @param block a block's number in this stage; odd ones shift their windows by half, if there is more than one
   * @return how the block's tokens are cut into windows
   */
  public WindowGrid grid(int block) {
    boolean whole = Math.min(height, width) <= window;
    return new WindowGrid(height, width, window, whole || block % 2 == 0 ? 0 : window / 2);
  }
}
