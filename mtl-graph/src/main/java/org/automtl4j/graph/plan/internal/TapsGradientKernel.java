package org.automtl4j.graph.plan.internal;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of a convolution's weights [kH, kW, C, O], a matrix product for each tap. Reads images and the gradient of the convolution's result, gives the
 * weights' gradient, and uses two arrays as scratch for the pixels that a tap sees on both sides. Taps that see only padding get 0.
 *
 * @param views what each tap sees, row by row of the kernel; nothing where its height or width is 0
 */
public record TapsGradientKernel(List<View> views) implements Kernel {
  /**
   * The pixels that a tap connects.
   *
   * @param row first row in the images
   * @param column first column in the images
   * @param resultRow first row in the result
   * @param resultColumn first column in the result
   * @param height rows
   * @param width columns
   */
  public record View(long row, long column, long resultRow, long resultColumn, long height, long width) {
    long pixels() {
      return height * width;
    }
  }

  @Override
  public String name() {
    return "taps weight gradient";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray gradient = outputs[0];
    long channels = gradient.size(2);
    long results = gradient.size(3);
    List<Call> calls = new ArrayList<>();
    for (int tap = 0; tap < views.size(); tap++) {
      View view = views.get(tap);
      INDArray part = Views.strided(gradient, tap * channels * results, new long[] {channels, results}, new long[] {results, 1});
      if (view.pixels() == 0) {
        calls.add(Views.clear(part));
      } else {
        INDArray seen = gather(inputs[0], view.row(), view.column(), view, outputs[1], calls);
        INDArray from = gather(inputs[1], view.resultRow(), view.resultColumn(), view, outputs[2], calls);
        calls.add(TapsKernel.product(seen, from, part, false, true, false));
      }
    }
    return Views.sequence(calls);
  }

  private static INDArray gather(INDArray images, long row, long column, View view, INDArray scratch, List<Call> calls) {
    long[] shape = {images.size(0), images.size(1), view.height(), view.width()};
    long pixels = view.pixels();
    INDArray rectangle = Views.places(images, new long[] {0, 0, row, column}, new long[] {1, 1, 1, 1}, shape);
    calls.add(Views.copy(rectangle, Views.strided(scratch, 0, shape, new long[] {pixels, shape[0] * pixels, view.width(), 1})));
    return Views.strided(scratch, 0, new long[] {shape[1], shape[0] * pixels}, new long[] {shape[0] * pixels, 1});
  }
}
