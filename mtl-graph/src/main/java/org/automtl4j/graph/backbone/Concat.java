package org.automtl4j.graph.backbone;

import java.util.List;

/**
 * Maps of one size, one after the other along the channels: [N, A, H, W], [N, B, H, W] to [N, A + B, H, W].
 *
 * @param name the layer's name
 */
public record Concat(String name) implements Layer {
  private static final int MOST = 1 << 10;

  @Override
  public String type() {
    return "Concat";
  }

  @Override
  public Concat named(String other) {
    return new Concat(other);
  }

  @Override
  public int mostInputs() {
    return MOST;
  }

  @Override
  public int outputChannels(List<Integer> inputs) {
    int sum = inputs.stream().reduce(0, Math::addExact);
    LayerProblem.range("the sum of its channels", sum, 1);
    return sum;
  }

  @Override
  public Shape shape(int channels, List<Shape> inputs) {
    Shape first = inputs.get(0);
    int sum = 0;
    for (int i = 0; i < inputs.size(); i++) {
      Shape in = inputs.get(i);
      if (in.height() != first.height() || in.width() != first.width()) {
        throw new LayerProblem("joins inputs of different sizes: " + first + " ({0}) and " + in + " ({" + i + "})");
      }
      sum += in.channels();
    }
    return new Shape(sum, first.height(), first.width());
  }
}
