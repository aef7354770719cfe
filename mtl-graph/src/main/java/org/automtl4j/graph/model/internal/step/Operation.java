package org.automtl4j.graph.model.internal.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.activations.Activation;

/** What a step computes, in terms that SameDiff, Deeplearning4j and ONNX all have. Equal operations with weights are one layer that several paths share. */
public sealed interface Operation {

  /** @return the numbers that it reads */
  default List<Weight> weights() {
    return List.of();
  }

  /**
   * A kernel's movement, in pixels.
   *
   * @param kernelHeight rows of the kernel
   * @param kernelWidth columns of it
   * @param strideHeight step downwards
   * @param strideWidth step to the right
   * @param padHeight zeros above and below
   * @param padWidth zeros left and right
   * @param dilationHeight distance between the kernel's rows
   * @param dilationWidth distance between its columns
   */
  record Window(int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int padHeight, int padWidth, int dilationHeight, int dilationWidth) {

    static Window of(long[] arguments) {
      int[] a = new int[8];
      for (int i = 0; i < 8; i++) {
        a[i] = Math.toIntExact(arguments[i]);
      }
      return new Window(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
    }

    public boolean isDilated() {
      return dilationHeight > 1 || dilationWidth > 1;
    }
  }

  /**
   * Pixels added on each side.
   *
   * @param top rows above
   * @param bottom rows below
   * @param left columns to the left
   * @param right columns to the right
   */
  record Padding(int top, int bottom, int left, int right) {}

  /**
   * A convolution.
   *
   * @param kernel [kH, kW, inputs, outputs]
   * @param bias [outputs]
   * @param window how it moves
   */
  record Convolve(Weight kernel, Optional<Weight> bias, Window window) implements Operation {
    @Override
    public List<Weight> weights() {
      return with(kernel, bias);
    }
  }

  /**
   * A depthwise convolution.
   *
   * @param kernel [kH, kW, inputs, multiplier]
   * @param bias [inputs multiplier]
   * @param window how it moves
   */
  record Depthwise(Weight kernel, Optional<Weight> bias, Window window) implements Operation {
    @Override
    public List<Weight> weights() {
      return with(kernel, bias);
    }
  }

  /**
   * gamma (x - mean) / sqrt(variance + epsilon) + beta per channel; gamma and beta come together.
   *
   * @param mean [C]
   * @param variance [C]
   * @param gamma [C], or 1
   * @param beta [C], or 0
   * @param epsilon added to the variance
   */
  record Normalize(Weight mean, Weight variance, Optional<Weight> gamma, Optional<Weight> beta, double epsilon) implements Operation {
    @Override
    public List<Weight> weights() {
      List<Weight> weights = new ArrayList<>(List.of(mean, variance));
      gamma.ifPresent(weights::add);
      beta.ifPresent(weights::add);
      return weights;
    }
  }

  /**
   * [N, inputs] times a matrix.
   *
   * @param matrix [inputs, outputs]
   * @param bias [outputs]
   */
  record Linear(Weight matrix, Optional<Weight> bias) implements Operation {
    @Override
    public List<Weight> weights() {
      return with(matrix, bias);
    }
  }

  /**
   * Adds a parameter. Only as the bias of the step before, see {@link StepFusion}.
   *
   * @param bias the parameter
   */
  record AddBias(Weight bias) implements Operation {}

  /**
   * One function of each value.
   *
   * @param function the function
   */
  record Activate(Activation function) implements Operation {}

  /**
   * factor x + addend.
   *
   * @param factor a factor
   * @param addend a summand
   */
  record Affine(double factor, double addend) implements Operation {}

  /**
   * A border of one value.
   *
   * @param padding how wide
   * @param value of which value
   */
  record Pad(Padding padding, double value) implements Operation {}

  /**
   * Windows over a padded map. A maximum never takes the padding. An average divides by the whole window, padding counted, unless {@code factors} say how much less of a window
   * lies in the map and its regular padding.
   *
   * @param maximum the largest value; else the mean
   * @param window how it moves, without padding
   * @param padding the padding
   * @param factors what means are multiplied by, of the output's size
   */
  record Pool(boolean maximum, Window window, Padding padding, Optional<Factors> factors) implements Operation {}

  /**
   * A constant map [1, 1, H, W] that something is multiplied by.
   *
   * @param height rows
   * @param width columns
   * @param values the map, row by row
   */
  record Factors(int height, int width, List<Double> values) implements Operation {
    public double at(int row, int column) {
      return values.get(row * width + column);
    }
  }

  /**
   * One window over the whole map.
   *
   * @param maximum the largest value; else the mean
   * @param keepsAxes [N, C, 1, 1]; else [N, C]
   */
  record GlobalPool(boolean maximum, boolean keepsAxes) implements Operation {}

  /**
   * Two maps or vectors, element by element; a height or width of 1 is broadcast.
   *
   * @param kind how two values become one
   */
  record Combine(Kind kind) implements Operation {
    /** How two values become one. */
    public enum Kind {
      /** a + b. */
      ADD,
      /** a - b. */
      SUBTRACT,
      /** a b. */
      MULTIPLY,
      /** The larger one. */
      MAXIMUM
    }
  }

  /** Maps one after the other along the channels. */
  record Concatenate() implements Operation {}

  /**
   * A range of channels.
   *
   * @param from the first
   * @param to the one after the last
   */
  record Channels(int from, int to) implements Operation {}

  /**
   * Groups of channels spread among each other: output channel i G + g is input channel g C/G + i.
   *
   * @param groups G
   * @param shape [-1, C, H, W]
   */
  record Shuffle(int groups, List<Long> shape) implements Operation {}

  /**
   * Axes in another order. Only within a {@link Shuffle}, see {@link StepFusion}.
   *
   * @param axes for each axis, the one that takes its place
   */
  record Transpose(List<Integer> axes) implements Operation {}

  /**
   * Half of a {@link Shuffle}, before its last reshape.
   *
   * @param groups how many groups
   */
  record Spread(int groups) implements Operation {}

  /**
   * The same numbers in another shape.
   *
   * @param shape the first axis is -1
   */
  record Reshape(List<Long> shape) implements Operation {}

  private static List<Weight> with(Weight weight, Optional<Weight> bias) {
    return bias.map(b -> List.of(weight, b)).orElse(List.of(weight));
  }
}
