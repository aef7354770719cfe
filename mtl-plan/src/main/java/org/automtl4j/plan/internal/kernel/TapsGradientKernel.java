package org.automtl4j.plan.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of a convolution's weights [kH, kW, C, O], a matrix product for each tap over the pixels on which it sees no padding. Reads images and the
 * gradient of the convolution's result, gives the weights' gradient, and uses four arrays as scratch: a strip of the one and some rows of it, and of the other.
 *
 * @param columns the columns of the kernel that see anything
 * @param together how many images share a product
 * @param width how many columns the kernel has
 * @param first the number of the first tap whose weights' gradient is given
 */
public record TapsGradientKernel(List<TapColumn> columns, long together, long width, long first) implements Kernel {
  @Override
  public String name() {
    return "taps weight gradient";
  }

  /** The taps from the first to the last one that see anything. */
  @Override
  public Optional<Excerpt> excerpt(Value gradient) {
    List<Long> seeing = columns.stream().flatMap(c -> c.taps().stream().map(tap -> tap.row() * width + c.column())).sorted().toList();
    if (seeing.isEmpty()) {
      return Optional.empty();
    }
    long from = seeing.get(0);
    long[] shape = {seeing.get(seeing.size() - 1) + 1 - from, gradient.size(2), gradient.size(3)};
    return Value.length(shape) == gradient.length() ? Optional.empty()
        : Optional.of(new Excerpt(new TapsGradientKernel(columns, together, width, from), from * shape[1] * shape[2], shape));
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray gradient = outputs[0];
    List<Call> calls = new ArrayList<>();
    if (columns.stream().mapToLong(c -> c.taps().size()).sum() < gradient.length() / gradient.size(-1) / gradient.size(-2)) {
      calls.add(Views.clear(gradient));
    }
    long images = inputs[0].size(0);
    for (long image = 0; image < images; image += together) {
      long count = Math.min(together, images - image);
      Strips seen = new Strips(inputs[0], outputs[1], outputs[2], image, count);
      Strips from = new Strips(inputs[1], outputs[3], outputs[4], image, count);
      for (TapColumn column : columns) {
        add(column, seen, from, gradient, image > 0, calls);
      }
    }
    return Views.sequence(calls);
  }

  private void add(TapColumn column, Strips seen, Strips from, INDArray gradient, boolean onto, List<Call> calls) {
    long channels = gradient.size(-2);
    long results = gradient.size(-1);
    seen.gather(column.from(), column.width(), calls);
    from.gather(column.begin(), column.width(), calls);
    for (TapColumn.Tap tap : column.taps()) {
      long place = tap.row() * width + column.column() - first;
      INDArray part = Views.strided(gradient, place * channels * results, new long[] {channels, results}, new long[] {results, 1});
      INDArray left = seen.read(tap.from(), tap.height(), column.width(), calls);
      INDArray right = from.read(tap.begin(), tap.height(), column.width(), calls);
      calls.add(TapsKernel.product(left, right, part, false, true, onto));
    }
  }
}
