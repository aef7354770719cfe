package org.automtl4j.graph.plan.internal;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gathers windows of equal size from images [N, C, H, W] as the rows of a matrix [windows C, N h w].
 *
 * @param rows the first row of each window
 * @param columns the first column of each window
 * @param height h
 * @param width w
 */
record WindowsKernel(long[] rows, long[] columns, long height, long width) implements Kernel {
  @Override
  public String name() {
    return "windows";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray images = inputs[0];
    INDArray matrix = outputs[0];
    long[] shape = {images.size(0), images.size(1), height, width};
    long pixels = height * width;
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      INDArray window = Views.places(images, new long[] {0, 0, rows[i], columns[i]}, new long[] {1, 1, 1, 1}, shape);
      long[] strides = {pixels, shape[0] * pixels, width, 1};
      calls.add(Views.copy(window, Views.strided(matrix, i * shape[1] * shape[0] * pixels, shape, strides)));
    }
    return Views.sequence(calls);
  }
}
