package org.automtl4j.kernels;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.automtl4j.core.RandomStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution with stride 1 over square maps that stay as large as they are.
 *
 * @param kernel rows and columns of the kernel
 * @param inputs channels
 * @param outputs channels; 0: a kernel of its own for each input channel
 * @param dilation of the kernel
 * @param size rows and columns of the map
 */
record Layer(int kernel, int inputs, int outputs, int dilation, int size) {
  static final int IMAGES = 4;

  /** @param text such as {@code k3_c512_o1024_d6_s29}; without {@code o} it is depthwise */
  static Layer of(String text) {
    Map<Character, Integer> parts = Arrays.stream(text.split("_")).collect(Collectors.toMap(p -> p.charAt(0), p -> Integer.parseInt(p.substring(1))));
    Function<Character, Integer> part = key -> parts.getOrDefault(key, 0);
    return new Layer(part.apply('k'), part.apply('c'), part.apply('o'), part.apply('d'), part.apply('s'));
  }

  boolean depthwise() {
    return outputs == 0;
  }

  int padding(int taps) {
    return taps * (kernel - 1) / 2;
  }

  long[] inputShape() {
    return new long[] {IMAGES, inputs, size, size};
  }

  long[] outputShape() {
    return new long[] {IMAGES, depthwise() ? inputs : outputs, size, size};
  }

  /** [k, k, inputs, outputs], depthwise [k, k, inputs, 1]. */
  long[] weightShape() {
    return new long[] {kernel, kernel, inputs, depthwise() ? 1 : outputs};
  }

  /** Numbers in [-1, 1). */
  static INDArray numbers(String name, long... shape) {
    RandomStream random = RandomStream.of(1, name);
    float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.uniform(-1, 1);
    }
    return Nd4j.create(values, shape, 'c');
  }
}
