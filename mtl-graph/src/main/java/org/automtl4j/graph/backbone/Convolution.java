package org.automtl4j.graph.backbone;

import java.util.List;

/**
 * A square 2-d convolution, [N, C, H, W] to [N, outputs, H', W'] with H' = floor((H + 2 pad - dilation (kernel - 1) - 1) / stride) + 1.
 *
 * @param name the layer's name
 * @param outputs output channels
 * @param kernel side of the kernel, in pixels
 * @param stride step, in pixels
 * @param pad zeros added on each side, in pixels
 * @param dilation distance between kernel taps, in pixels
 * @param groups divides input and output channels; equal to the input channels: depthwise
 * @param bias whether a bias is added
 */
public record Convolution(String name, int outputs, int kernel, int stride, int pad, int dilation, int groups, boolean bias) implements Layer {

  @Override
  public String type() {
    return "Convolution";
  }

  /** @return whether stride 1 keeps height and width for every input size: 2 pad = dilation (kernel - 1); only then a skip path fits */
  public boolean keepsSize() {
    return 2 * pad == dilation * (kernel - 1);
  }

  @Override
  public Convolution named(String other) {
    return new Convolution(other, outputs, kernel, stride, pad, dilation, groups, bias);
  }

  @Override
  public List<LayerPart> parts(int inputs) {
    LayerPart weight = LayerPart.learned("weight", kernel, kernel, inputs / groups, outputs);
    return bias ? List.of(weight, LayerPart.learned("bias", outputs)) : List.of(weight);
  }

  @Override
  public int outputChannels(List<Integer> inputs) {
    int in = inputs.get(0);
    if (in % groups != 0 || outputs % groups != 0) {
      throw new LayerProblem("groups " + groups + " must divide the " + in + " input channels and the " + outputs + " output channels");
    }
    LayerProblem.storable((double) outputs * (in / groups) * kernel * kernel);
    return outputs;
  }

  @Override
  public Shape shape(int channels, List<Shape> inputs) {
    Shape in = inputs.get(0);
    LayerProblem.channels(channels, in);
    int reach = dilation * (kernel - 1) + 1;
    LayerProblem.fits(in, reach, pad, "kernel " + kernel + (dilation > 1 ? " with dilation " + dilation + " (" + reach + " pixels)" : ""));
    return new Shape(outputs, (in.height() + 2 * pad - reach) / stride + 1, (in.width() + 2 * pad - reach) / stride + 1);
  }

  @Override
  public long multiplyAdds(int inputs, Shape output) {
    return (long) output.channels() * output.height() * output.width() * (inputs / groups) * kernel * kernel;
  }

  @Override
  public void check() {
    LayerProblem.range("outputs", outputs, 1);
    LayerProblem.range("kernel", kernel, 1);
    LayerProblem.range("stride", stride, 1);
    LayerProblem.range("pad", pad, 0);
    LayerProblem.range("dilation", dilation, 1);
    LayerProblem.range("groups", groups, 1);
  }
}
