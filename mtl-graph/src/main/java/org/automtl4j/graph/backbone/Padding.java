package org.automtl4j.graph.backbone;

import java.util.List;

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

  @Override
  public Padding named(String other) {
    return new Padding(other, top, bottom, left, right);
  }

  @Override
  public Shape shape(int channels, List<Shape> inputs) {
    Shape in = inputs.get(0);
    return new Shape(in.channels(), top + in.height() + bottom, left + in.width() + right);
  }

  @Override
  public void check() {
    LayerProblem.range("top", top, 0);
    LayerProblem.range("bottom", bottom, 0);
    LayerProblem.range("left", left, 0);
    LayerProblem.range("right", right, 0);
  }
}
