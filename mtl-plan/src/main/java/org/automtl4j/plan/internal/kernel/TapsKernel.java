package org.automtl4j.plan.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution with stride 1, or its gradient with respect to the images, as a sum of matrix products, one for each tap over the pixels on which the tap sees
 * no padding. All taps of a column of the kernel share a strip of the images and a strip of the result. Reads weights [kH, kW, C, O] and images, gives images,
 * and uses four arrays as scratch: a strip of the images and some rows of it, and the same of the result.
 *
 * @param columns the columns of the kernel that see anything
 * @param together how many images share a product
 * @param gradient whether it is the gradient; the convolution itself multiplies a tap's weights [C, O] transposed
 */
public record TapsKernel(List<TapColumn> columns, long together, boolean gradient) implements Kernel {
  @Override
  public String name() {
    return gradient ? "taps image gradient" : "taps";
  }

  @Override
  public String work() {
    return name() + " " + columns.stream().mapToInt(column -> column.taps().size()).sum();
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray images = inputs[1];
    INDArray result = outputs[0];
    boolean begun = together == 1 && !columns.isEmpty() && columns.get(0).width() == result.size(3) && columns.get(0).covers(result.size(2));
    List<Call> calls = new ArrayList<>();
    if (!begun) {
      calls.add(Views.clear(result));
    }
    for (long first = 0; first < images.size(0); first += together) {
      long count = Math.min(together, images.size(0) - first);
      Strips seen = new Strips(images, outputs[1], outputs[2], first, count);
      Strips sum = new Strips(result, outputs[3], outputs[4], first, count);
      for (TapColumn column : columns) {
        boolean onto = sum.direct(column.width()) && !(begun && column == columns.get(0));
        add(column, inputs[0], seen, sum, onto, calls);
      }
    }
    return Views.sequence(calls);
  }

  private void add(TapColumn column, INDArray weights, Strips seen, Strips sum, boolean onto, List<Call> calls) {
    long width = column.width();
    seen.gather(column.from(), width, calls);
    boolean written = onto || column.covers(sum.height());
    if (!written) {
      sum.clear(width, calls);
    }
    boolean first = !onto && written;
    for (TapColumn.Tap tap : column.taps()) {
      INDArray part = Views.strided(weights, (tap.row() * weights.size(1) + column.column()) * weights.size(2) * weights.size(3),
          new long[] {weights.size(2), weights.size(3)}, new long[] {weights.size(3), 1});
      INDArray pixels = seen.read(tap.from(), tap.height(), width, calls);
      if (tap.height() == sum.height()) {
        calls.add(product(part, pixels, sum.rows(0, tap.height(), width), !gradient, false, !first));
      } else {
        INDArray product = sum.part(tap.height(), width);
        calls.add(product(part, pixels, product, !gradient, false, false));
        calls.add(Views.add(product, sum.rows(tap.begin(), tap.height(), width)));
      }
      first = false;
    }
    sum.scatter(column.begin(), width, calls);
  }

  public static Call product(INDArray a, INDArray b, INDArray c, boolean transposeA, boolean transposeB, boolean accumulate) {
    Arguments arguments = Arguments.of(transposeA ? 1 : 0, transposeB ? 1 : 0, 0).reals(1, accumulate ? 1 : 0);
    return new CustomKernel("matmul", arguments, true).bind(new INDArray[] {a, b}, new INDArray[] {c});
  }
}
