package org.automtl4j.graph.plan.internal;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution with stride 1, or its gradient with respect to the images, as a sum of matrix products: the result is cut into rectangles whose pixels see the
 * same taps, and for each tap the pixels that it sees are gathered and multiplied with its weights. Reads weights [kH, kW, C, O] and images, gives images, and
 * uses two arrays as scratch, the first for what is gathered, the second for what a rectangle adds up to.
 *
 * @param patches the rectangles
 * @param transposed whether a tap's weights [C, O] are multiplied transposed, which is the convolution; else it is the gradient
 */
public record TapsKernel(List<Patch> patches, boolean transposed) implements Kernel {
  /**
   * A tap as a rectangle sees it.
   *
   * @param row row in the kernel
   * @param column column in the kernel
   * @param firstRow first row of the pixels that it sees
   * @param firstColumn first column of them
   */
  public record Tap(int row, int column, long firstRow, long firstColumn) {}

  /**
   * A rectangle of the result.
   *
   * @param row its first row
   * @param column its first column
   * @param height its rows
   * @param width its columns
   * @param taps what it sees
   */
  public record Patch(long row, long column, long height, long width, List<Tap> taps) {
    long pixels() {
      return height * width;
    }
  }

  @Override
  public String name() {
    return transposed ? "taps" : "taps image gradient";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray weights = inputs[0];
    INDArray images = inputs[1];
    INDArray result = outputs[0];
    List<Call> calls = new ArrayList<>();
    if (patches.stream().mapToLong(Patch::pixels).sum() < result.size(2) * result.size(3)) {
      calls.add(Views.clear(result));
    }
    for (Patch patch : patches) {
      long columns = images.size(0) * patch.pixels();
      INDArray sum = whole(result, patch) ? matrix(result) : matrix(outputs[2], result.size(1), columns);
      boolean first = true;
      for (Tap tap : patch.taps()) {
        INDArray seen = whole(images, patch) ? matrix(images) : matrix(outputs[1], images.size(1), columns);
        if (!whole(images, patch)) {
          calls.add(Views.copy(rectangle(images, tap.firstRow(), tap.firstColumn(), patch), stacked(outputs[1], images, patch)));
        }
        calls.add(product(Views.strided(weights, (tap.row() * weights.size(1) + tap.column()) * weights.size(2) * weights.size(3),
            new long[] {weights.size(2), weights.size(3)}, new long[] {weights.size(3), 1}), seen, sum, transposed, false, !first));
        first = false;
      }
      if (!whole(result, patch)) {
        calls.add(Views.copy(stacked(outputs[2], result, patch), rectangle(result, patch.row(), patch.column(), patch)));
      }
    }
    return Views.sequence(calls);
  }

  /** Whether a patch is all of a single image, whose pixels are a matrix already. */
  private static boolean whole(INDArray images, Patch patch) {
    return images.size(0) == 1 && patch.height() == images.size(2) && patch.width() == images.size(3);
  }

  private static INDArray matrix(INDArray image) {
    return matrix(image, image.size(1), image.size(2) * image.size(3));
  }

  private static INDArray matrix(INDArray memory, long rows, long columns) {
    return Views.strided(memory, 0, new long[] {rows, columns}, new long[] {columns, 1});
  }

  private static INDArray rectangle(INDArray images, long row, long column, Patch patch) {
    long[] shape = {images.size(0), images.size(1), patch.height(), patch.width()};
    return Views.places(images, new long[] {0, 0, row, column}, new long[] {1, 1, 1, 1}, shape);
  }

  /** Scratch as rectangles of all images, side by side in a matrix [channels, N h w]. */
  private static INDArray stacked(INDArray scratch, INDArray images, Patch patch) {
    long[] shape = {images.size(0), images.size(1), patch.height(), patch.width()};
    return Views.strided(scratch, 0, shape, new long[] {patch.pixels(), shape[0] * patch.pixels(), patch.width(), 1});
  }

  static Call product(INDArray a, INDArray b, INDArray c, boolean transposeA, boolean transposeB, boolean accumulate) {
    Arguments arguments = Arguments.of(transposeA ? 1 : 0, transposeB ? 1 : 0, 0).reals(1, accumulate ? 1 : 0);
    return new CustomKernel("matmul", arguments, true).bind(new INDArray[] {a, b}, new INDArray[] {c});
  }
}
