package org.automtl4j.graph.head;

import org.automtl4j.core.ops.Convolutions;
import org.automtl4j.core.ops.LayerNorms;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.Features;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** What a {@link TaskHead} builds with: the graph, the head's parameters, and the blocks that come up in every head. */
public interface HeadScope {

  /** @return the graph that the head is added to */
  SameDiff sameDiff();

  /** @return channels of the feature, which is the deepest of {@link #features} */
  int channels();

  /**
   * All maps that the head may look at: of each size that the network goes through, the last one, the largest first; the feature is the deepest and the last.
   * While the size of images is not known yet their shapes are those of some size, and only the channels count.
   *
   * @return the maps, at least the feature
   */
  Features features();

  /**
   * A name for a variable of this head, unique in the graph, so that messages can tell where it is.
   *
   * @param name unique within the head
   * @return {@code <task>/head.<name>}
   */
  String variable(String name);

  /** @return how the model's convolutions and linear layers start */
  Initialization initialization();

  /**
   * A parameter of this head. Its full name is {@code head.<task>.<name>}.
   *
   * @param name unique within the head
   * @param initializer its first numbers
   * @param shape its shape; kernels are [kH, kW, inputs, outputs]
   * @return the variable
   */
  SDVariable weight(String name, Initializer initializer, long... shape);

  /**
   * Dropout in training, the identity in evaluation.
   *
   * @param x any shape
   * @param ratio probability of a zero, in [0, 1); the others are divided by 1 - ratio
   * @return the same shape
   */
  SDVariable dropout(SDVariable x, double ratio);

  /**
   * A convolution with stride 1 and bias that keeps height and width.
   *
   * @param name prefix of the parameters {@code <name>.weight} and {@code <name>.bias}; empty: no prefix
   * @param x [N, inputs, h, w]
   * @param inputs its channels
   * @param outputs output channels
   * @param kernel side of the kernel, odd
   * @param dilation distance between taps
   * @return [N, outputs, h, w]
   */
  default SDVariable conv(String name, SDVariable x, int inputs, int outputs, int kernel, int dilation) {
    long taps = (long) kernel * kernel;
    Initializer weights = initialization().weight(taps * inputs, taps * outputs);
    return conv(name, x, new HeadConvolution(inputs, outputs, kernel, dilation, true, weights, initialization().bias(taps * inputs)));
  }

  /**
   * A convolution with stride 1 that keeps height and width.
   *
   * @param name prefix of the parameters {@code <name>.weight} and {@code <name>.bias}; empty: no prefix
   * @param x [N, inputs, h, w]
   * @param c its settings
   * @return [N, outputs, h, w]
   */
  default SDVariable conv(String name, SDVariable x, HeadConvolution c) {
    SDVariable weight = weight(join(name, "weight"), c.weights(), c.kernel(), c.kernel(), c.inputs(), c.outputs());
    String output = variable(name.isEmpty() ? "conv" : name);
    Convolutions.Window window = Convolutions.Window.same(c.kernel(), c.dilation());
    return c.bias() ? Convolutions.conv(sameDiff(), output, x, weight, weight(join(name, "bias"), c.biases(), c.outputs()), window)
        : Convolutions.conv(sameDiff(), output, x, weight, window); // [N, outputs, h, w]
  }

  /**
   * A BatchNorm with the parameters {@code <name>.gamma}, {@code <name>.beta} and the running statistics {@code <name>.mean}, {@code <name>.variance}.
   *
   * @param name prefix of the parameters
   * @param x [N, channels, h, w]
   * @param channels its channels
   * @param epsilon added to the variance
   * @param momentum weight of the batch's statistics: running = (1 - momentum) running + momentum batch
   * @return [N, channels, h, w]
   */
  SDVariable batchNorm(String name, SDVariable x, int channels, double epsilon, double momentum);

  /**
   * Normalises the last axis: gamma (x - mean) / sqrt(variance + epsilon) + beta, with the parameters {@code <name>.gamma} and {@code <name>.beta} (Ba, Kiros,
   * Hinton: Layer Normalization, 2016).
   *
   * @param name prefix of the parameters
   * @param x any shape that ends in the width
   * @param width length of the last axis
   * @param epsilon added to the variance
   * @return the same shape
   */
  default SDVariable layerNorm(String name, SDVariable x, int width, double epsilon) {
    SDVariable gamma = weight(join(name, "gamma"), Initializer.constant(1), width); // [W]
    SDVariable beta = weight(join(name, "beta"), Initializer.constant(0), width); // [W]
    return LayerNorms.layerNorm(x, gamma, beta, epsilon).rename(variable(name)); // [.., W]
  }

  /**
   * A linear layer with bias.
   *
   * @param name prefix of the parameters {@code <name>.weight} ([inputs, outputs]) and {@code <name>.bias}; empty: no prefix
   * @param x [N, inputs]
   * @param inputs its features
   * @param outputs output features
   * @return [N, outputs]
   */
  default SDVariable linear(String name, SDVariable x, int inputs, int outputs) {
    SDVariable weight = weight(join(name, "weight"), initialization().weight(inputs, outputs), inputs, outputs);
    SDVariable bias = weight(join(name, "bias"), initialization().bias(inputs), outputs);
    return x.mmul(weight).add(variable(name.isEmpty() ? "linear" : name), bias); // [N, outputs]
  }

  /**
   * @param x any shape
   * @return max(x, 0)
   */
  default SDVariable relu(SDVariable x) {
    return sameDiff().nn().relu(x, 0);
  }

  private static String join(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + "." + name;
  }
}
