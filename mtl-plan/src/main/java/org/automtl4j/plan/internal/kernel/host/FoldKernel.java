package org.automtl4j.plan.internal.kernel.host;

import java.util.Arrays;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A normalisation with given statistics as a map a x + b: a = gamma / sqrt(variance + epsilon), b = beta - a mean. Reads mean, variance, then gamma and beta as
 * far as there are any, gives a and b, all [C] in single precision. It is computed in every run, so that numbers that change in place are noticed.
 *
 * @param epsilon added to the variance
 * @param gamma whether there is a gamma
 * @param beta whether there is a beta
 */
public record FoldKernel(double epsilon, boolean gamma, boolean beta) implements Kernel {
  @Override
  public String name() {
    return "fold";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    var read = Arrays.stream(inputs).map(RowMove::buffer).toList();
    var mean = read.get(0);
    var variance = read.get(1);
    var scale = RowMove.buffer(outputs[0]);
    var shift = RowMove.buffer(outputs[1]);
    return () -> {
      for (int c = 0; c < scale.limit(); c++) {
        double a = (gamma ? read.get(2).get(c) : 1) / Math.sqrt(variance.get(c) + epsilon);
        scale.put(c, (float) a);
        shift.put(c, (float) ((beta ? read.get(read.size() - 1).get(c) : 0) - a * mean.get(c)));
      }
    };
  }
}
