package org.automtl4j.plan.internal.kernel.host;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.automtl4j.plan.ParallelLoop;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.kernel.host.PixelRows.Lanes;
import org.automtl4j.plan.internal.kernel.host.RowScratch.Slot;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of a depthwise convolution with one result for each channel: of its images, its weights, or both. Reads images [N, C, H, W], weights [kH, kW, C,
 * 1] and the gradient of the result, gives what is wanted, images before weights. Works on many channels at a time, in bands of rows that fit into a processor's
 * cache. For single precision in the memory of the processor.
 *
 * @param window the kernel's size, stride and padding
 * @param scratch arrays to work in
 * @param ofImages whether the gradient of the images is wanted
 * @param ofWeights whether that of the weights is wanted
 */
public record DepthwiseGradientKernel(DepthwiseWindow window, RowScratch scratch, boolean ofImages, boolean ofWeights) implements Kernel {
  /** So many numbers of a pixel are worked on at a time. */
  private static final int LANES = 128;

  /** So many numbers of pixels are there at a time, about; 1 MiB. */
  private static final int ENOUGH = 1 << 18;

  @Override
  public String name() {
    return "depthwise gradient";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    return new Bound(this, inputs, outputs);
  }

  private static final class Bound implements Call {
    private final DepthwiseWindow window;
    private final RowScratch scratch;
    private final int count;
    private final int channels;
    private final int height;
    private final int width;
    private final int resultHeight;
    private final int resultWidth;
    private final PixelRows images;
    private final PixelRows gradient;
    private final FloatBuffer weights;
    private final PixelRows imageGradient;
    private final FloatBuffer weightGradient;
    private final int[][] tapsOfRow;
    private final int[][] tapsOfColumn;

    Bound(DepthwiseGradientKernel kernel, INDArray[] inputs, INDArray[] outputs) {
      window = kernel.window;
      scratch = kernel.scratch;
      count = (int) inputs[0].size(0);
      channels = (int) inputs[0].size(1);
      height = (int) inputs[0].size(2);
      width = (int) inputs[0].size(3);
      resultHeight = (int) inputs[2].size(2);
      resultWidth = (int) inputs[2].size(3);
      images = new PixelRows(RowMove.buffer(inputs[0]), channels, height * width);
      weights = RowMove.buffer(inputs[1]);
      gradient = new PixelRows(RowMove.buffer(inputs[2]), channels, resultHeight * resultWidth);
      imageGradient = kernel.ofImages ? new PixelRows(RowMove.buffer(outputs[0]), channels, height * width) : null;
      weightGradient = kernel.ofWeights ? RowMove.buffer(outputs[outputs.length - 1]) : null;
      tapsOfRow = taps(height, window.rows(), window.down(), window.top(), resultHeight);
      tapsOfColumn = taps(width, window.columns(), window.right(), window.left(), resultWidth);
    }

    /** For each pixel of an axis the taps that see it, each followed by the result for which it does. */
    private static int[][] taps(int pixels, int kernel, int stride, int padding, int results) {
      return IntStream.range(0, pixels).mapToObj(pixel -> IntStream.range(0, kernel)
          .filter(tap -> pixel + padding - tap >= 0 && (pixel + padding - tap) % stride == 0 && (pixel + padding - tap) / stride < results)
          .flatMap(tap -> IntStream.of(tap, (pixel + padding - tap) / stride)).toArray()).toArray(int[][]::new);
    }

    @Override
    public void run() {
      int threads = Math.min(channels, ParallelLoop.threads());
      int blocks = Math.max(1, Math.min(channels / threads, Math.round((float) channels * count / LANES / threads))); // for each thread
      ParallelLoop.run(threads, part -> {
        for (int k = part * blocks; k < (part + 1) * blocks; k++) {
          int first = (int) ((long) channels * k / blocks / threads);
          new Block(part, first, (int) ((long) channels * (k + 1) / blocks / threads) - first).run();
        }
      });
    }

    /** The work on some channels. */
    private final class Block {
      private final int first;
      private final int size;
      private final int lanes;
      private final Lanes all;
      private final int band;
      private final float[][] planes;
      private final float[][] pixels;
      private final float[][] results;
      private final float[][] taps;
      private final float[][] sums;
      private final float[] sum;
      private final Products products;

      Block(int part, int first, int size) {
        this.first = first;
        this.size = size;
        this.all = new Lanes(0, count, first, size);
        this.lanes = all.length();
        int longest = Math.max(1, (ENOUGH / lanes - (window.rows() + 1) * resultWidth) / (width + resultWidth));
        this.band = Math.min(height, longest);
        int seen = Math.min(resultHeight, (band + window.rows()) / window.down() + 2);
        this.planes = PixelRows.planes(scratch, part, Math.max(band * width, seen * resultWidth));
        this.pixels = scratch.rows(part, Slot.PIXELS, band * width, lanes);
        this.results = scratch.rows(part, Slot.RESULTS, seen * resultWidth, lanes);
        this.taps = scratch.rows(part, Slot.TAPS, window.rows() * window.columns(), lanes);
        this.sums = scratch.rows(part, Slot.SUMS, window.rows() * window.columns() + 1, lanes);
        this.sum = sums[window.rows() * window.columns()];
        this.products = new Products(lanes);
      }

      void run() {
        int kernel = window.rows() * window.columns();
        if (imageGradient != null) {
          for (int tap = 0; tap < kernel; tap++) {
            for (int image = 0; image < count; image++) {
              weights.get(tap * channels + first, taps[tap], image * size, size);
            }
          }
        }
        for (int tap = 0; tap < kernel; tap++) {
          Arrays.fill(sums[tap], 0, lanes, 0);
        }
        for (int top = 0; top < height; top += band) {
          band(top, Math.min(height, top + band));
        }
        if (weightGradient != null) {
          for (int tap = 0; tap < kernel; tap++) {
            store(tap);
          }
        }
      }

      /** The rows of the images from one to another. */
      private void band(int top, int bottom) {
        int from = Math.max(0, Math.floorDiv(top + window.top() - window.rows() + window.down(), window.down()));
        int to = Math.min(resultHeight, (bottom - 1 + window.top()) / window.down() + 1);
        gradient.load(all, from * resultWidth, results, Math.max(0, to - from) * resultWidth, planes);
        if (weightGradient != null) {
          images.load(all, top * width, pixels, (bottom - top) * width, planes);
          for (int row = top; row < bottom; row++) {
            addRow(row, top, from);
          }
        }
        if (imageGradient != null) {
          for (int row = top; row < bottom; row++) {
            for (int column = 0; column < width; column++) {
              collect(row, column, from, pixels[(row - top) * width + column]);
            }
          }
          imageGradient.store(all, top * width, pixels, (bottom - top) * width, planes);
        }
      }

      /** What a row of pixels adds to the gradients of the weights. */
      private void addRow(int row, int top, int from) {
        int[] seen = tapsOfRow[row];
        for (int k = 0; k < seen.length; k += 2) {
          int result = (seen[k + 1] - from) * resultWidth;
          for (int tap = 0; tap < window.columns(); tap++) {
            int begin = Math.max(0, Math.floorDiv(window.left() - tap + window.right() - 1, window.right()));
            int end = Math.min(resultWidth, Math.floorDiv(width - 1 + window.left() - tap, window.right()) + 1);
            int pixel = (row - top) * width + tap - window.left();
            products.begin(sum);
            for (int x = begin; x < end; x++) {
              products.add(pixels[pixel + x * window.right()], results[result + x]);
            }
            products.end();
            plus(sums[seen[k] * window.columns() + tap], sum, lanes);
          }
        }
      }

      /** The gradient of a pixel in all channels. */
      private void collect(int row, int column, int from, float[] pixel) {
        int[] rows = tapsOfRow[row];
        int[] columns = tapsOfColumn[column];
        products.begin(pixel);
        for (int i = 0; i < rows.length; i += 2) {
          int result = (rows[i + 1] - from) * resultWidth;
          int tap = rows[i] * window.columns();
          for (int j = 0; j < columns.length; j += 2) {
            products.add(taps[tap + columns[j]], results[result + columns[j + 1]]);
          }
        }
        products.end();
      }

      private void store(int tap) {
        float[] numbers = sums[tap];
        for (int image = 1; image < count; image++) {
          for (int c = 0; c < size; c++) {
            numbers[c] += numbers[image * size + c];
          }
        }
        weightGradient.put(tap * channels + first, numbers, 0, size);
      }
    }
  }

  private static void plus(float[] target, float[] summand, int length) {
    for (int i = 0; i < length; i++) {
      target[i] += summand[i];
    }
  }

  /** A sum of products of rows, number by number; several are added in one pass. */
  private static final class Products {
    private final int length;
    private final float[][] left = new float[4][];
    private final float[][] right = new float[4][];
    private float[] sum;
    private int waiting;
    private boolean begun;

    Products(int length) {
      this.length = length;
    }

    void begin(float[] target) {
      sum = target;
      waiting = 0;
      begun = false;
    }

    void add(float[] a, float[] b) {
      left[waiting] = a;
      right[waiting++] = b;
      if (waiting == 4) {
        if (begun) {
          addFour(sum, left[0], right[0], left[1], right[1], left[2], right[2], left[3], right[3], length);
        } else {
          setFour(sum, left[0], right[0], left[1], right[1], left[2], right[2], left[3], right[3], length);
        }
        begun = true;
        waiting = 0;
      }
    }

    void end() {
      if (!begun) {
        Arrays.fill(sum, 0, length, 0);
      }
      if (waiting >= 2) {
        addTwo(sum, left[0], right[0], left[1], right[1], length);
      }
      if (waiting % 2 == 1) {
        addOne(sum, left[waiting - 1], right[waiting - 1], length);
      }
    }

    // Loops as plain as these the compiler turns into ones that do several numbers at once.

    private static void setFour(float[] t, float[] a, float[] b, float[] c, float[] d, float[] e, float[] f, float[] g, float[] h, int length) {
      for (int i = 0; i < length; i++) {
        t[i] = a[i] * b[i] + c[i] * d[i] + e[i] * f[i] + g[i] * h[i];
      }
    }

    private static void addFour(float[] t, float[] a, float[] b, float[] c, float[] d, float[] e, float[] f, float[] g, float[] h, int length) {
      for (int i = 0; i < length; i++) {
        t[i] += a[i] * b[i] + c[i] * d[i] + e[i] * f[i] + g[i] * h[i];
      }
    }

    private static void addTwo(float[] t, float[] a, float[] b, float[] c, float[] d, int length) {
      for (int i = 0; i < length; i++) {
        t[i] += a[i] * b[i] + c[i] * d[i];
      }
    }

    private static void addOne(float[] t, float[] a, float[] b, int length) {
      for (int i = 0; i < length; i++) {
        t[i] += a[i] * b[i];
      }
    }
  }
}
