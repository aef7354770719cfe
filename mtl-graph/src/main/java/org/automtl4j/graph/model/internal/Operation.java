package org.automtl4j.graph.model.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.activations.Activation;

/** What a step computes, in terms that SameDiff and Deeplearning4j both have. Equal operations with weights are one layer that several paths share. */
sealed interface Operation {

  /** The numbers that it reads. */
  default List<Weight> weights() {
    return List.of();
  }

  /** A kernel's movement, rows first. */
  record Window(int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int padHeight, int padWidth, int dilationHeight, int dilationWidth) {

    static Window of(long[] arguments) {
      int[] a = new int[8];
      for (int i = 0; i < 8; i++) {
        a[i] = Math.toIntExact(arguments[i]);
      }
      return new Window(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
    }

    boolean isDilated() {
      return dilationHeight > 1 || dilationWidth > 1;
    }
  }

  /** Pixels added on each side. */
  record Padding(int top, int bottom, int left, int right) {}

  /** kernel [kH, kW, inputs, outputs], bias [outputs]. */
  record Convolve(Weight kernel, Optional<Weight> bias, Window window) implements Operation {
    @Override
    public List<Weight> weights() {
      return with(kernel, bias);
    }
  }

  /** kernel [kH, kW, inputs, multiplier], bias [inputs multiplier]. */
  record Depthwise(Weight kernel, Optional<Weight> bias, Window window) implements Operation {
    @Override
    public List<Weight> weights() {
      return with(kernel, bias);
    }
  }

  /** gamma (x - mean) / sqrt(variance + epsilon) + beta per channel; gamma and beta come together. */
  record Normalize(Weight mean, Weight variance, Optional<Weight> gamma, Optional<Weight> beta, double epsilon) implements Operation {
    @Override
    public List<Weight> weights() {
      List<Weight> weights = new ArrayList<>(List.of(mean, variance));
      gamma.ifPresent(weights::add);
      beta.ifPresent(weights::add);
      return weights;
    }
  }

  /** [N, inputs] times matrix [inputs, outputs] plus bias [outputs]. */
  record Linear(Weight matrix, Optional<Weight> bias) implements Operation {
    @Override
    public List<Weight> weights() {
      return with(matrix, bias);
    }
  }

  /** Adds a parameter. Only as the bias of the step before, see {@link StepFusion}. */
  record AddBias(Weight bias) implements Operation {}

  /** One function of each value. */
  record Activate(Activation function) implements Operation {}

  /** factor x + addend. */
  record Affine(double factor, double addend) implements Operation {}

  /** A border of one value. */
  record Pad(Padding padding, double value) implements Operation {}

  /**
   * Windows over a padded map. A maximum never takes the padding. An average divides by the whole window, padding counted, unless {@code factors} (row by row, of the output's
   * size) say how much less of a window lies in the map and its regular padding.
   */
  record Pool(boolean maximum, Window window, Padding padding, Optional<Factors> factors) implements Operation {}

  /** A constant map [1, 1, H, W] that something is multiplied by. */
  record Factors(int height, int width, List<Double> values) implements Operation {
    double at(int row, int column) {
      return values.get(row * width + column);
    }
  }

  /** One window over the whole map. */
  record GlobalPool(boolean maximum, boolean keepsAxes) implements Operation {}

  /** Two maps or vectors, element by element; a height or width of 1 is broadcast. */
  record Combine(Kind kind) implements Operation {
    enum Kind {
      ADD, SUBTRACT, MULTIPLY, MAXIMUM
    }
  }

  /** Maps one after the other along the channels. */
  record Concatenate() implements Operation {}

  /** A range of channels. */
  record Channels(int from, int to) implements Operation {}

  /** The same numbers in another shape; the first axis is -1. */
  record Reshape(List<Long> shape) implements Operation {}

  private static List<Weight> with(Weight weight, Optional<Weight> bias) {
    return bias.map(b -> List.of(weight, b)).orElse(List.of(weight));
  }
}
