package org.automtl4j.graph.network;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.ops.Convolutions.Window;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Keeps what is asked for. In place of variables there are placeholders, since variables would take memory for numbers that nobody reads. */
final class Recording implements ParameterSource {
  private final DataType dataType;
  private final List<ParameterSpec> specs = new ArrayList<>();

  Recording(DataType dataType) {
    this.dataType = dataType;
  }

  List<ParameterSpec> specs() {
    return specs;
  }

  @Override
  public SDVariable variable(SameDiff sd, ParameterSpec spec) {
    specs.add(spec);
    return sd.placeHolder(spec.name(), dataType, spec.shape());
  }

  @Override
  public SDVariable kernel(SameDiff sd, ParameterSpec spec, Window window) {
    return variable(sd, spec);
  }

  @Override
  public void declare(ParameterSpec spec) {
    specs.add(spec);
  }
}
