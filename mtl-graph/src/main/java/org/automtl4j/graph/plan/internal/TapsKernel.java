package org.automtl4j.graph.plan.internal;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution with stride 1, or its gradient with respect to the images, as a sum of matrix products, one for each tap over the pixels on which the tap sees
 * no padding. All taps of a column of the kernel share a strip of the images and a strip of the result. Reads weights [kH, kW, C, O] and images, gives images,
 * and uses four arrays as scratch: the pixels of some images and a strip of them, and the same of the result.
 *
 * @param columns the columns of the kernel that see anything
 * @param together how many images share a product
 * @param gradient whether it is the gradient, where a tap's weights [C, O] are multiplied transposed
 */
public record TapsKernel(List<TapColumn> columns, long together, boolean gradient) implements Kernel {
  @Override
  public String name() {
    return gradient ? "taps image gradient" : "taps";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray images = inputs[1];
    List<Call> calls = new ArrayList<>();
    for (long first = 0; first < images.size(0); first += together) {
      long count = Math.min(together, images.size(0) - first);
      PixelStrips seen = new PixelStrips(images, outputs[1], outputs[2], first, count);
      PixelStrips sum = new PixelStrips(outputs[0], outputs[3], outputs[4], first, count);
      seen.load(calls);
      boolean begun = !columns.isEmpty() && columns.get(0).width() == outputs[0].size(3);
      if (!begun) {
        sum.clear(calls);
      }
      for (TapColumn column : columns) {
        add(column, inputs[0], seen, sum, begun && column != columns.get(0), calls);
      }
      sum.store(calls);
    }
    return Views.sequence(calls);
  }

  private void add(TapColumn column, INDArray weights, PixelStrips seen, PixelStrips sum, boolean begun, List<Call> calls) {
    long width = column.width();
    long rows = sum.images().size(2);
    seen.gather(column.from(), width, calls);
    boolean onto = begun && width == sum.images().size(3);
    if (!onto && !column.covers(rows)) {
      calls.add(Views.clear(sum.rows(0, rows, width)));
      onto = true;
    }
    for (TapColumn.Tap tap : column.taps()) {
      INDArray part = Views.strided(weights, (tap.row() * weights.size(1) + column.column()) * weights.size(2) * weights.size(3),
          new long[] {weights.size(2), weights.size(3)}, new long[] {weights.size(3), 1});
      calls.add(product(seen.rows(tap.from(), tap.height(), width), part, sum.rows(tap.begin(), tap.height(), width), false, gradient, onto));
      onto = true;
    }
    sum.scatter(column.begin(), width, calls);
  }

  static Call product(INDArray a, INDArray b, INDArray c, boolean transposeA, boolean transposeB, boolean accumulate) {
    Arguments arguments = Arguments.of(transposeA ? 1 : 0, transposeB ? 1 : 0, 0).reals(1, accumulate ? 1 : 0);
    return new CustomKernel("matmul", arguments, true).bind(new INDArray[] {a, b}, new INDArray[] {c});
  }
}
