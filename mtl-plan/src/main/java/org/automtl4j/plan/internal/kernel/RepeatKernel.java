package org.automtl4j.plan.internal.kernel;

import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes a small array over and over: [C] to [n, C]. */
public record RepeatKernel() implements Kernel {
  @Override
  public String name() {
    return "repeat";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    long[] shape = {outputs[0].size(0), inputs[0].length()};
    return Views.copy(Views.strided(inputs[0], 0, shape, new long[] {0, 1}), outputs[0]);
  }
}
