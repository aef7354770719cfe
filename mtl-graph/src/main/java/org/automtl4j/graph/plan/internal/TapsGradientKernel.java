package org.automtl4j.graph.plan.internal;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of a convolution's weights [kH, kW, C, O], a matrix product for each tap over the pixels on which it sees no padding. Reads images and the
 * gradient of the convolution's result, gives the weights' gradient, and uses four arrays as scratch: a strip of the one and some rows of it, and of the other.
 *
 * @param columns the columns of the kernel that see anything
 * @param together how many images share a product
 */
public record TapsGradientKernel(List<TapColumn> columns, long together) implements Kernel {
  @Override
  public String name() {
    return "taps weight gradient";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray gradient = outputs[0];
    List<Call> calls = new ArrayList<>();
    if (columns.stream().mapToLong(c -> c.taps().size()).sum() < gradient.size(0) * gradient.size(1)) {
      calls.add(Views.clear(gradient));
    }
    long images = inputs[0].size(0);
    for (long first = 0; first < images; first += together) {
      long count = Math.min(together, images - first);
      Strips seen = new Strips(inputs[0], outputs[1], outputs[2], first, count);
      Strips from = new Strips(inputs[1], outputs[3], outputs[4], first, count);
      for (TapColumn column : columns) {
        add(column, seen, from, gradient, first > 0, calls);
      }
    }
    return Views.sequence(calls);
  }

  private static void add(TapColumn column, Strips seen, Strips from, INDArray gradient, boolean onto, List<Call> calls) {
    long channels = gradient.size(2);
    long results = gradient.size(3);
    seen.gather(column.from(), column.width(), calls);
    from.gather(column.begin(), column.width(), calls);
    for (TapColumn.Tap tap : column.taps()) {
      INDArray part = Views.strided(gradient, (tap.row() * gradient.size(1) + column.column()) * channels * results, new long[] {channels, results},
          new long[] {results, 1});
      INDArray left = seen.read(tap.from(), tap.height(), column.width(), calls);
      INDArray right = from.read(tap.begin(), tap.height(), column.width(), calls);
      calls.add(TapsKernel.product(left, right, part, false, true, onto));
    }
  }
}
