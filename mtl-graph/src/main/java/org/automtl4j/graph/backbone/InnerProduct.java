package org.automtl4j.graph.backbone;

import java.util.List;

/**
 * A linear layer. [N, C, 1, 1] is flattened to C and gives [N, outputs, 1, 1]; on wider maps it acts on the last axis, [N, C, H, W] to [N, C, H, outputs] with
 * W equal to the declared channels.
 *
 * @param name the layer's name
 * @param outputs output features
 * @param bias whether a bias is added
 */
public record InnerProduct(String name, int outputs, boolean bias) implements Layer {

  @Override
  public String type() {
    return "InnerProduct";
  }

  @Override
  public InnerProduct named(String other) {
    return new InnerProduct(other, outputs, bias);
  }

  @Override
  public List<LayerPart> parts(int inputs) {
    LayerPart weight = LayerPart.learned("weight", inputs, outputs);
    return bias ? List.of(weight, LayerPart.learned("bias", outputs)) : List.of(weight);
  }

  @Override
  public int outputChannels(List<Integer> inputs) {
    LayerProblem.storable((double) outputs * inputs.get(0));
    return outputs;
  }

  @Override
  public Shape shape(int channels, List<Shape> inputs) {
    Shape in = inputs.get(0);
    if (in.height() == 1 && in.width() == 1 && in.channels() == channels) {
      return new Shape(outputs, 1, 1);
    }
    if (in.width() == channels) {
      return new Shape(in.channels(), in.height(), outputs);
    }
    throw new LayerProblem("input " + in + " does not fit, needs " + channels + "x1x1 (as after global pooling), or a width of " + channels
        + " since it acts on the last axis of wider maps");
  }

  @Override
  public long multiplyAdds(int inputs, Shape output) {
    return (long) output.channels() * output.height() * output.width() * inputs;
  }

  @Override
  public void check() {
    LayerProblem.range("outputs", outputs, 1);
  }
}
