package org.automtl4j.graph.samediff;

import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.enums.PadMode;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pooling with the sizes and divisors of the published code. Windows that stick out past the symmetric padding (ceil mode) and averages over padding are
 * padded explicitly first, because the native operations know neither.
 */
final class PoolingBuilder {
  private final GraphScope scope;

  PoolingBuilder(GraphScope scope) {
    this.scope = scope;
  }

  /** [N, C, H, W] to [N, C, H', W']. */
  SDVariable build(String name, Pooling p, SDVariable x, Shape in) {
    boolean max = p.mode() == Pooling.Mode.MAX;
    if (p.global()) {
      return max ? scope.sd.max(name, x, true, 2, 3) : scope.sd.mean(name, x, true, 2, 3); // [N, C, 1, 1]
    }
    int below = end(p, in.height());
    int right = end(p, in.width());
    if (max) {
      boolean sticksOut = below > p.pad() || right > p.pad();
      SDVariable padded = sticksOut ? pad(name, x, p.pad(), below, right, Double.NEGATIVE_INFINITY) : x;
      return scope.sd.cnn().maxPooling2d(name, padded, config(p, sticksOut ? 0 : p.pad()));
    }
    boolean padding = p.pad() > 0 || below > 0 || right > 0;
    boolean cut = below > p.pad() || right > p.pad();
    SDVariable padded = padding ? pad(name, x, p.pad(), below, right, 0) : x;
    SDVariable pooled = scope.sd.cnn().avgPooling2d(cut ? name + ".pooled" : name, padded, config(p, 0));
    return cut ? pooled.mul(name, scope.constant(name + ".divisors", () -> divisors(p, in))) : pooled;
  }

  /** Padding below or to the right: the declared padding, or more where the last window needs it. */
  private static int end(Pooling p, int size) {
    return Math.max(p.pad(), (p.outputSize(size) - 1) * p.stride() + p.kernel() - size - p.pad());
  }

  private SDVariable pad(String name, SDVariable x, int before, int below, int right, double value) {
    INDArray sides = Nd4j.createFromArray(new int[][] {{0, 0}, {0, 0}, {before, below}, {before, right}});
    SDVariable amounts = scope.sd.constant("constant/" + name + ".padding", sides);
    return scope.sd.nn().pad(name + ".padded", x, amounts, PadMode.CONSTANT, value);
  }

  /** What a mean over the whole window is multiplied by: window size over the part of it within the padding, [1, 1, H', W']. */
  private INDArray divisors(Pooling p, Shape in) {
    int rows = p.outputSize(in.height());
    int columns = p.outputSize(in.width());
    INDArray factors = Nd4j.createUninitialized(scope.model.dataType(), 1, 1, rows, columns);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        factors.putScalar(new int[] {0, 0, y, x}, (double) p.kernel() * p.kernel() / (extent(p, in.height(), y) * extent(p, in.width(), x)));
      }
    }
    return factors;
  }

  private static int extent(Pooling p, int size, int output) {
    int start = output * p.stride() - p.pad();
    return Math.min(start + p.kernel(), size + p.pad()) - start;
  }

  private static Pooling2DConfig config(Pooling p, int pad) {
    return Pooling2DConfig.builder().kH(p.kernel()).kW(p.kernel()).sH(p.stride()).sW(p.stride()).pH(pad).pW(pad).dH(1).dW(1)
        .paddingMode(PaddingMode.VALID).isNHWC(false).build();
  }
}
