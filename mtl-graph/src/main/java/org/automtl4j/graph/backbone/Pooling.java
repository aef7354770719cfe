package org.automtl4j.graph.backbone;

import java.util.List;

/**
 * Maximum or average over windows. Maximum pads with minus infinity; average counts the padding unless it says otherwise, but a window that sticks out past it
 * (ceil mode) is cut there first.
 *
 * @param name the layer's name
 * @param mode maximum or average
 * @param kernel side of the window, in pixels; ignored when global
 * @param stride step, in pixels; ignored when global
 * @param pad padding on each side, in pixels, at most kernel / 2; ignored when global
 * @param ceil round the output size up; a last window that would start beyond the input and its left padding is dropped
 * @param global one window over the whole map: [N, C, 1, 1]
 * @param countIncludePad whether an average divides by the padding in its window too; of no matter to a maximum, without padding, or when global
 */
public record Pooling(String name, Mode mode, int kernel, int stride, int pad, boolean ceil, boolean global, boolean countIncludePad) implements Layer {

  /** What is taken of a window. */
  public enum Mode {
    /** The largest value. */
    MAX,
    /** The mean. */
    AVERAGE
  }

  /** What is of no matter has its usual value: poolings that do the same are equal records. */
  public Pooling {
    kernel = global ? 0 : kernel;
    stride = global ? 1 : stride;
    pad = global ? 0 : pad;
    ceil = !global && ceil;
    countIncludePad = mode == Mode.MAX || pad == 0 || countIncludePad;
  }

  /**
   * A pooling whose average counts the padding.
   *
   * @param name the layer's name
   * @param mode maximum or average
   * @param kernel side of the window, in pixels
   * @param stride step, in pixels
   * @param pad padding on each side, in pixels
   * @param ceil round the output size up
   * @param global one window over the whole map
   */
  public Pooling(String name, Mode mode, int kernel, int stride, int pad, boolean ceil, boolean global) {
    this(name, mode, kernel, stride, pad, ceil, global, true);
  }

  @Override
  public String type() {
    return "Pooling";
  }

  /**
   * @param in height or width of the input
   * @return height or width of the output
   */
  public int outputSize(int in) {
    if (global) {
      return 1;
    }
    int span = in + 2 * pad - kernel;
    int out = (ceil ? -Math.floorDiv(-span, stride) : Math.floorDiv(span, stride)) + 1;
    return ceil && (out - 1) * stride >= in + pad ? out - 1 : out;
  }

  @Override
  public Pooling named(String other) {
    return new Pooling(other, mode, kernel, stride, pad, ceil, global, countIncludePad);
  }

  @Override
  public Shape shape(int channels, List<Shape> inputs) {
    Shape in = inputs.get(0);
    if (!global) {
      LayerProblem.fits(in, kernel, pad, "kernel " + kernel);
    }
    return new Shape(in.channels(), outputSize(in.height()), outputSize(in.width()));
  }

  @Override
  public void check() {
    if (global) {
      return;
    }
    LayerProblem.range("kernel", kernel, 1);
    LayerProblem.range("stride", stride, 1);
    LayerProblem.range("pad", pad, 0);
    if (pad > kernel / 2) {
      throw new LayerProblem("pad " + pad + " is more than half the kernel " + kernel + ", allowed 0 to " + kernel / 2);
    }
  }
}
