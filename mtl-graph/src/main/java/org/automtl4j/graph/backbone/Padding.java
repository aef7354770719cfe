package org.automtl4j.graph.backbone;

/**
 * Zeros around each map, [N, C, H, W] to [N, C, top + H + bottom, left + W + right].
 *
 * @param name the layer's name
 * @param top rows above
 * @param bottom rows below
 * @param left columns before
 * @param right columns behind
 */
public record Padding(String name, int top, int bottom, int left, int right) implements Layer {

  @Override
  public String type() {
    return "Padding";
  }
}
