package org.automtl4j.graph.network.layer;

import java.util.function.Supplier;
import org.automtl4j.graph.backbone.Padding;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.PadMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pooling with the sizes and divisors of the published code. Windows that stick out past the symmetric padding (ceil mode) and averages over padding are
 * padded explicitly first, because the native operations know neither.
 */
public final class Poolings {
  private final SameDiff sd;
  private final DataType dataType;
  private final Constants constants;

  /** Where constants come from that a graph has once. */
  @FunctionalInterface
  public interface Constants {
    /**
     * @param name unique among the constants
     * @param values makes it
     * @return the variable
     */
    SDVariable constant(String name, Supplier<INDArray> values);
  }

  /**
   * @param sd the graph
   * @param dataType type of its numbers
   * @param constants its constants
   */
  public Poolings(SameDiff sd, DataType dataType, Constants constants) {
    this.sd = sd;
    this.dataType = dataType;
    this.constants = constants;
  }

  /**
   * Adds a pooling to the graph.
   *
   * @param name the output's name
   * @param p its settings
   * @param x [N, C, H, W]
   * @param in C, H, W
   * @return [N, C, H', W']
   */
  public SDVariable build(String name, Pooling p, SDVariable x, Shape in) {
    boolean max = p.mode() == Pooling.Mode.MAX;
    if (p.global()) {
      return max ? sd.max(name, x, true, 2, 3) : sd.mean(name, x, true, 2, 3); // [N, C, 1, 1]
    }
    int below = end(p, in.height());
    int right = end(p, in.width());
    if (max) {
      boolean sticksOut = below > p.pad() || right > p.pad();
      SDVariable padded = sticksOut ? pad(name + ".padded", name, x, p.pad(), below, p.pad(), right, Double.NEGATIVE_INFINITY) : x;
      return sd.cnn().maxPooling2d(name, padded, config(p, sticksOut ? 0 : p.pad()));
    }
    boolean padding = p.pad() > 0 || below > 0 || right > 0;
    boolean cut = below > p.pad() || right > p.pad() || !p.countIncludePad() && p.pad() > 0;
    SDVariable padded = padding ? pad(name + ".padded", name, x, p.pad(), below, p.pad(), right, 0) : x;
    SDVariable pooled = sd.cnn().avgPooling2d(cut ? name + ".pooled" : name, padded, config(p, 0));
    return cut ? pooled.mul(name, constants.constant(name + ".divisors", () -> divisors(p, in))) : pooled;
  }

  /**
   * Adds zeros around each map.
   *
   * @param name the output's name
   * @param p how many
   * @param x [N, C, H, W]
   * @return [N, C, top + H + bottom, left + W + right]
   */
  public SDVariable zeros(String name, Padding p, SDVariable x) {
    return pad(name, name, x, p.top(), p.bottom(), p.left(), p.right(), 0);
  }

  private SDVariable pad(String name, String of, SDVariable x, int top, int bottom, int left, int right, double value) {
    INDArray sides = Nd4j.createFromArray(new int[][] {{0, 0}, {0, 0}, {top, bottom}, {left, right}});
    SDVariable amounts = sd.constant("constant/" + of + ".padding", sides);
    return sd.nn().pad(name, x, amounts, PadMode.CONSTANT, value);
  }

  /** Padding below or to the right: the declared padding, or more where the last window needs it. */
  private static int end(Pooling p, int size) {
    return Math.max(p.pad(), (p.outputSize(size) - 1) * p.stride() + p.kernel() - size - p.pad());
  }

  /** What a mean over the whole window is multiplied by: window size over the part of it that counts, [1, 1, H', W']. */
  private INDArray divisors(Pooling p, Shape in) {
    int rows = p.outputSize(in.height());
    int columns = p.outputSize(in.width());
    INDArray factors = Nd4j.createUninitialized(dataType, 1, 1, rows, columns);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        factors.putScalar(new int[] {0, 0, y, x}, (double) p.kernel() * p.kernel() / (extent(p, in.height(), y) * extent(p, in.width(), x)));
      }
    }
    return factors;
  }

  private static int extent(Pooling p, int size, int output) {
    int counted = p.countIncludePad() ? p.pad() : 0;
    int start = output * p.stride() - p.pad();
    return Math.min(start + p.kernel(), size + counted) - Math.max(start, -counted);
  }

  private static Pooling2DConfig config(Pooling p, int pad) {
    return Pooling2DConfig.builder().kH(p.kernel()).kW(p.kernel()).sH(p.stride()).sW(p.stride()).pH(pad).pW(pad).dH(1).dW(1)
        .paddingMode(PaddingMode.VALID).isNHWC(false).build();
  }
}
