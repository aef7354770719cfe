package org.automtl4j.graph.backbone;

/**
 * The shape of one map without the batch axis: [channels, height, width].
 *
 * @param channels channels
 * @param height rows, in pixels
 * @param width columns, in pixels
 */
public record Shape(int channels, int height, int width) {

  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
