package org.automtl4j.graph.model.internal.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.graph.model.internal.step.Operation.Factors;
import org.automtl4j.graph.model.internal.step.Operation.Padding;
import org.automtl4j.graph.model.internal.step.Operation.Pool;
import org.automtl4j.graph.model.internal.step.Operation.Window;
import org.automtl4j.graph.model.internal.step.Refusal;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer.PoolingType;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;

/**
 * Pooling as Deeplearning4j layers. It pads alike on both sides and has no ceil mode, so a last window that sticks out is computed apart, by a smaller window over the last
 * rows or columns, and joined to the others; rows first, then columns (a maximum of maxima, a mean of means). Such a graph holds for one input size.
 */
final class PoolingLayers {
  private final Canvas canvas;

  PoolingLayers(Canvas canvas) {
    this.canvas = canvas;
  }

  /**
   * One axis of a pooling.
   *
   * @param size of the map, zeros included that stand in it
   * @param pad pixels that the layer itself adds on each side
   * @param regular how many windows the layer gives
   * @param last where the last window starts if it sticks out, else -1
   */
  private record Axis(int size, int kernel, int stride, int pad, int regular, int last) {
    static Axis of(int size, int kernel, int stride, int pad, long windows) {
      int span = size + 2 * pad - kernel;
      int regular = span < 0 ? 0 : span / stride + 1;
      return new Axis(size, kernel, stride, pad, regular, windows == regular ? -1 : Math.max(0, (int) (windows - 1) * stride - pad));
    }

    boolean fits(long windows) {
      return windows == regular || windows == regular + 1;
    }
  }

  /**
   * @param in [C, H, W]
   * @param out [C, H', W']
   */
  String write(Pool pool, String name, String input, long[] in, long[] out) {
    Window w = pool.window();
    Padding p = pool.padding();
    boolean zeros = !pool.maximum() && p.top() + p.bottom() + p.left() + p.right() > 0;
    boolean cut = pool.factors().isPresent();
    if (zeros && cut && isOverPixelsOnly(pool, in, out)) {
      return canvas.layer(name, layer(pool, w.kernelHeight(), w.kernelWidth(), w.strideHeight(), w.strideWidth(), p.top(), p.left()), input);
    }
    // Zeros that count are put into the map; of those that an average's factors take out again, only the regular ones.
    Padding filled = !zeros ? new Padding(0, 0, 0, 0) : cut ? new Padding(p.top(), p.top(), p.left(), p.left()) : p;
    String map = zeros ? canvas.layer(canvas.unique(name + ".pad"), padding(filled), input) : input;
    int padTop = pool.maximum() ? p.top() : 0;
    int padLeft = pool.maximum() ? p.left() : 0;
    Axis y = Axis.of((int) in[1] + filled.top() + filled.bottom(), w.kernelHeight(), w.strideHeight(), padTop, out[1]);
    Axis x = Axis.of((int) in[2] + filled.left() + filled.right(), w.kernelWidth(), w.strideWidth(), padLeft, out[2]);
    if (!y.fits(out[1]) || !x.fits(out[2])) {
      throw Refusal.of(name, "a pooling whose padding differs between the sides by more than ceil mode makes it");
    }
    pool.factors().ifPresent(factors -> check(name, factors, y, x, out));
    if (y.last < 0 && x.last < 0) {
      return canvas.layer(name, layer(pool, w.kernelHeight(), w.kernelWidth(), w.strideHeight(), w.strideWidth(), padTop, padLeft), map);
    }
    String rows = along(pool, true, y, canvas.unique(name + ".rows"), map, new long[] {in[0], out[1], x.size});
    return along(pool, false, x, name, rows, out);
  }

  /** Pools one axis; the other keeps its size. The result has shape {@code out}. */
  private String along(Pool pool, boolean rows, Axis axis, String name, String input, long[] out) {
    if (axis.last < 0) {
      return canvas.layer(name, oriented(pool, rows, axis.kernel, axis.stride, axis.pad), input);
    }
    Cropping2D lastPixels = rows ? new Cropping2D.Builder(axis.last, 0, 0, 0).build() : new Cropping2D.Builder(0, 0, axis.last, 0).build();
    String end = canvas.layer(canvas.unique(name + ".end"), lastPixels, input);
    SubsamplingLayer lastWindow = oriented(pool, rows, axis.size - axis.last, 1, 0);
    if (axis.regular == 0) {
      return canvas.layer(name, lastWindow, end);
    }
    List<String> parts = new ArrayList<>();
    parts.add(canvas.layer(canvas.unique(name + ".regular"), oriented(pool, rows, axis.kernel, axis.stride, axis.pad), input));
    parts.add(canvas.layer(canvas.unique(name + ".last"), lastWindow, end));
    long[] regular = out.clone();
    long[] last = out.clone();
    regular[rows ? 1 : 2] = axis.regular;
    last[rows ? 1 : 2] = 1;
    return new SpatialMerge(canvas).write(rows, name, List.of(regular, last), parts);
  }

  /** Whether an average's factors take all padding out of its divisors, which Deeplearning4j's averages do by themselves. */
  private static boolean isOverPixelsOnly(Pool pool, long[] in, long[] out) {
    Window w = pool.window();
    Padding p = pool.padding();
    Factors factors = pool.factors().orElseThrow();
    boolean right = p.top() == p.bottom() && p.left() == p.right() && factors.height() == out[1] && factors.width() == out[2];
    for (int row = 0; right && row < factors.height(); row++) {
      for (int column = 0; right && column < factors.width(); column++) {
        int pixels = pixels(row * w.strideHeight() - p.top(), w.kernelHeight(), in[1]) * pixels(column * w.strideWidth() - p.left(), w.kernelWidth(), in[2]);
        double expected = (double) w.kernelHeight() * w.kernelWidth() / pixels;
        right = Math.abs(factors.at(row, column) - expected) <= 1e-5 * expected;
      }
    }
    return right;
  }

  private static int pixels(int start, int kernel, long size) {
    return (int) Math.min(start + kernel, size) - Math.max(start, 0);
  }

  /** The factors must be those of windows cut off at the regular padding; nothing else is a pooling. */
  private static void check(String name, Factors factors, Axis y, Axis x, long[] out) {
    boolean right = factors.height() == out[1] && factors.width() == out[2];
    for (int row = 0; right && row < factors.height(); row++) {
      for (int column = 0; right && column < factors.width(); column++) {
        double expected = factor(y, row, factors.height()) * factor(x, column, factors.width());
        right = Math.abs(factors.at(row, column) - expected) <= 1e-5 * expected;
      }
    }
    if (!right) {
      throw Refusal.of(name, "an average that is multiplied by a map other than the divisors of ceil mode or of pixels only");
    }
  }

  private static double factor(Axis axis, int window, int windows) {
    return axis.last >= 0 && window == windows - 1 ? (double) axis.kernel / (axis.size - axis.last) : 1;
  }

  private static ZeroPaddingLayer padding(Padding p) {
    return new ZeroPaddingLayer.Builder(p.top(), p.bottom(), p.left(), p.right()).build();
  }

  private static SubsamplingLayer oriented(Pool pool, boolean rows, int kernel, int stride, int pad) {
    return rows ? layer(pool, kernel, 1, stride, 1, pad, 0) : layer(pool, 1, kernel, 1, stride, 0, pad);
  }

  private static SubsamplingLayer layer(Pool pool, int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int padHeight, int padWidth) {
    return new SubsamplingLayer.Builder(pool.maximum() ? PoolingType.MAX : PoolingType.AVG)
        .kernelSize(kernelHeight, kernelWidth).stride(strideHeight, strideWidth).padding(padHeight, padWidth).build();
  }
}
