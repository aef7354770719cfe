package org.automtl4j.graph.backbone;

import java.util.List;

/**
 * One layer of a backbone: what it computes, without its wiring. The types of the prototxt dialect are all there are. Whatever follows from a layer's settings
 * alone is said here: how many maps it reads, which parameters it has, and the shape that it gives.
 */
public sealed interface Layer
    permits Convolution, BatchNorm, Relu, Relu6, LeakyRelu, PRelu, Clip, Activation, Pooling, Padding, ChannelSlice, ChannelShuffle, Concat, Eltwise, Dropout, InnerProduct {

  /** @return the name in the file, for messages; need not be unique */
  String name();

  /** @return the type as prototxt files write it, such as {@code "Convolution"} */
  String type();

  /**
   * @param name another name
   * @return the same layer of that name
   */
  Layer named(String name);

  /** @return how many maps it reads at least */
  default int leastInputs() {
    return 1;
  }

  /** @return how many maps it reads at most */
  default int mostInputs() {
    return 1;
  }

  /** @return whether later readers of its bottom's name see what it gives, as with PyTorch's in-place activations */
  default boolean inPlace() {
    return false;
  }

  /** @return the same layer, which leaves its bottom alone */
  default Layer notInPlace() {
    return this;
  }

  /** @return whether it is a function of each value by itself, without parameters of its own but a slope */
  default boolean isActivation() {
    return false;
  }

  /**
   * @param inputs channels of its first input
   * @return its parameters and running statistics, in the order of files
   */
  default List<LayerPart> parts(int inputs) {
    return List.of();
  }

  /**
   * @param inputs channels of its inputs
   * @return declared channels of its output
   * @throws LayerProblem where they do not fit
   */
  default int outputChannels(List<Integer> inputs) {
    return inputs.get(0);
  }

  /**
   * @param channels declared channels of its first input; behind an {@link InnerProduct} on a wide map a shape has others
   * @param inputs shapes of its inputs
   * @return the shape of its output
   * @throws LayerProblem where they do not fit
   */
  default Shape shape(int channels, List<Shape> inputs) {
    return inputs.get(0);
  }

  /**
   * @param inputs channels of its first input
   * @param output shape of its output
   * @return multiplications with an addition for one image, in convolutions and linear layers
   */
  default long multiplyAdds(int inputs, Shape output) {
    return 0;
  }

  /**
   * Checks its settings.
   *
   * @throws LayerProblem where one is out of range
   */
  default void check() {}
}
