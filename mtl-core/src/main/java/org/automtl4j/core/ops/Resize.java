package org.automtl4j.core.ops;

import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Changes height and width of maps [N, C, H, W] inside a graph, with right gradients. Sizes are fixed when the graph is built. */
public final class Resize {

  private Resize() {}

  /**
   * Which source position nearest-neighbour resizing takes: floor(target * (sources / targets)) with the ratio in single precision, at most the last, as
   * PyTorch's {@code interpolate(mode="nearest")} does it.
   *
   * @param target a position of the result
   * @param sources size before
   * @param targets size after
   * @return a position before
   */
  public static int nearestIndex(int target, int sources, int targets) {
    float ratio = (float) sources / targets;
    return Math.min((int) (target * ratio), sources - 1);
  }

  /**
   * Nearest-neighbour resizing.
   *
   * @param x [N, C, H, W]
   * @param height h
   * @param width w
   * @return [N, C, h, w]
   */
  public static SDVariable nearest(SDVariable x, int height, int width) {
    long[] shape = StaticShapes.of(x);
    SDVariable rows = nearestAlong(x, shape, 2, height); // [N, C, h, W]
    return nearestAlong(rows, new long[] {shape[0], shape[1], height, shape[3]}, 3, width); // [N, C, h, w]
  }

  /**
   * Nearest-neighbour resizing to another map's height and width.
   *
   * @param x [N, C, H, W]
   * @param like [N, any, h, w]
   * @return [N, C, h, w]
   */
  public static SDVariable nearestLike(SDVariable x, SDVariable like) {
    long[] shape = StaticShapes.of(like);
    return nearest(x, (int) shape[2], (int) shape[3]);
  }

  /**
   * Bilinear resizing with half-pixel centres, without antialiasing: PyTorch's {@code interpolate(mode="bilinear", align_corners=False)}, OpenCV's
   * INTER_LINEAR.
   *
   * @param x [N, C, H, W]
   * @param height h
   * @param width w
   * @return [N, C, h, w]
   */
  public static SDVariable bilinear(SDVariable x, int height, int width) {
    long[] shape = StaticShapes.of(x);
    SDVariable rows = shape[2] == height ? x : timesAlong(x, shape, 2, bilinearMatrix((int) shape[2], height)); // [N, C, h, W]
    long[] then = {shape[0], shape[1], height, shape[3]};
    return shape[3] == width ? rows : timesAlong(rows, then, 3, bilinearMatrix((int) shape[3], width)); // [N, C, h, w]
  }

  /**
   * Bilinear resizing that keeps the corners where they are: PyTorch's {@code interpolate(mode="bilinear", align_corners=True)}. Position t of n comes from
   * t (sources - 1) / (n - 1).
   *
   * @param x [N, C, H, W]
   * @param height h
   * @param width w
   * @return [N, C, h, w]
   */
  public static SDVariable bilinearCorners(SDVariable x, int height, int width) {
    long[] shape = StaticShapes.of(x);
    SDVariable rows = shape[2] == height ? x : timesAlong(x, shape, 2, cornersMatrix((int) shape[2], height)); // [N, C, h, W]
    long[] then = {shape[0], shape[1], height, shape[3]};
    return shape[3] == width ? rows : timesAlong(rows, then, 3, cornersMatrix((int) shape[3], width)); // [N, C, h, w]
  }

  private static double[][] cornersMatrix(int sources, int targets) {
    double[][] matrix = new double[sources][targets];
    for (int t = 0; t < targets; t++) {
      double place = targets == 1 ? 0 : (double) t * (sources - 1) / (targets - 1);
      int low = Math.min((int) place, sources - 1);
      int high = Math.min(low + 1, sources - 1);
      matrix[low][t] += 1 - (place - low);
      matrix[high][t] += place - low;
    }
    return matrix;
  }

  private static SDVariable nearestAlong(SDVariable x, long[] shape, int axis, int targets) {
    int sources = (int) shape[axis];
    if (sources == targets) {
      return x;
    }
    if (sources % targets == 0) { // every k-th position: a strided slice costs less than a product
      SDIndex[] index = {SDIndex.all(), SDIndex.all(), SDIndex.all(), SDIndex.all()};
      index[axis] = SDIndex.interval(0L, (long) (sources / targets), (long) sources);
      return x.get(index);
    }
    double[][] matrix = new double[sources][targets];
    for (int t = 0; t < targets; t++) {
      matrix[nearestIndex(t, sources, targets)][t] = 1;
    }
    return timesAlong(x, shape, axis, matrix);
  }

  private static double[][] bilinearMatrix(int sources, int targets) {
    double[][] matrix = new double[sources][targets];
    double ratio = (double) sources / targets;
    for (int t = 0; t < targets; t++) {
      double centre = Math.max((t + 0.5) * ratio - 0.5, 0);
      int low = Math.min((int) centre, sources - 1);
      int high = Math.min(low + 1, sources - 1);
      double part = Math.min(centre - low, 1);
      matrix[low][t] += 1 - part;
      matrix[high][t] += part;
    }
    return matrix;
  }

  /** Multiplies every line along axis 2 or 3 by a matrix [sources, targets]. */
  private static SDVariable timesAlong(SDVariable x, long[] shape, int axis, double[][] matrix) {
    SameDiff sd = x.getSameDiff();
    INDArray factor = Nd4j.createFromArray(matrix).castTo(x.dataType());
    SDVariable lines = axis == 3 ? x : sd.permute(x, 0, 1, 3, 2); // [N, C, other, sources]
    SDVariable product = sd.mmul(sd.reshape(lines, -1, matrix.length), sd.constant(factor)); // [N*C*other, targets]
    SDVariable result = sd.reshape(product, -1, shape[1], axis == 3 ? shape[2] : shape[3], matrix[0].length); // [N, C, other, targets]
    return axis == 3 ? result : sd.permute(result, 0, 1, 3, 2); // [N, C, h, W] or [N, C, H, w]
  }
}
