package org.automtl4j.graph.head;

import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.ops.Convolutions;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** What a {@link TaskHead} builds with: the graph, the head's parameters, and the blocks that come up in every head. */
public interface HeadScope {

  /** @return the graph that the head is added to */
  SameDiff sameDiff();

  /** @return channels of the feature */
  int channels();

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
    SDVariable weight = weight(join(name, "weight"), initialization().weight(taps * inputs, taps * outputs), kernel, kernel, inputs, outputs);
    SDVariable bias = weight(join(name, "bias"), initialization().bias(taps * inputs), outputs);
    String output = variable(name.isEmpty() ? "conv" : name);
    return Convolutions.conv(sameDiff(), output, x, weight, bias, Convolutions.Window.same(kernel, dilation)); // [N, outputs, h, w]
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
