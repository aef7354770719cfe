package org.automtl4j.plan.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Pooling without padding in bands of rows. oneDNN pools images that do not fit into a processor's cache fifty times more slowly than others; a band fits.
 *
 * @param op the operation's name
 * @param arguments its arguments
 * @param rows output rows of a band
 * @param backward whether it is the gradient; bands overlap in the input then, so every other band goes to a second output, and the two are to be added
 */
public record PoolingKernel(String op, Arguments arguments, long rows, boolean backward) implements Kernel {
  @Override
  public String name() {
    return op + (backward ? " gradient" : "") + " in bands";
  }

  @Override
  public String work() {
    return name() + " " + arguments.text();
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray images = inputs[0];
    INDArray pooled = backward ? inputs[1] : outputs[0];
    List<Call> calls = new ArrayList<>();
    if (backward) {
      for (INDArray output : outputs) {
        calls.add(Views.clear(output));
      }
    }
    int band = 0;
    for (long row = 0; row < pooled.size(2); row += rows) {
      long count = Math.min(rows, pooled.size(2) - row);
      long first = row * arguments.integer(2);
      long seen = (count - 1) * arguments.integer(2) + arguments.integer(0);
      INDArray from = band(images, first, seen);
      INDArray to = band(pooled, row, count);
      INDArray[] in = backward ? new INDArray[] {from, to} : new INDArray[] {from};
      INDArray out = backward ? band(outputs[band % 2], first, seen) : to;
      calls.add(new CustomKernel(backward ? op + "_bp" : op, arguments, true).bind(in, new INDArray[] {out}));
      band++;
    }
    return Views.sequence(calls);
  }

  private static INDArray band(INDArray images, long first, long rows) {
    return Views.places(images, new long[] {0, 0, first, 0}, new long[] {1, 1, 1, 1}, images.size(0), images.size(1), rows, images.size(3));
  }
}
