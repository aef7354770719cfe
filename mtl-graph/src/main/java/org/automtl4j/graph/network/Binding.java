package org.automtl4j.graph.network;

import java.util.Arrays;
import org.automtl4j.core.ops.Convolutions.Window;
import org.automtl4j.graph.network.layer.KernelCentre;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes variables over the arrays of parameters. */
final class Binding implements ParameterSource {
  private final Parameters parameters;

  Binding(Parameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public SDVariable variable(SameDiff sd, ParameterSpec spec) {
    return sd.var(spec.name(), array(spec));
  }

  @Override
  public SDVariable kernel(SameDiff sd, ParameterSpec spec, Window window) {
    return sd.var(spec.name(), KernelCentre.of(array(spec), window));
  }

  @Override
  public void declare(ParameterSpec spec) {
    if (parameters.contains(spec.name())) {
      array(spec);
    }
  }

  private INDArray array(ParameterSpec spec) {
    INDArray array = parameters.get(spec.name());
    if (!Arrays.equals(array.shape(), spec.shape())) {
      throw new IllegalArgumentException("the network wants " + spec + ", the numbers have shape " + Arrays.toString(array.shape()));
    }
    return array;
  }
}
