package org.automtl4j.data.loss;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a loss gives for one batch: value, number of valid positions, and the gradient of factor * value with respect to the prediction. */
record LossRun(double value, double validCount, INDArray gradient) {

  static LossRun of(TaskLoss loss, INDArray prediction, INDArray label, Optional<INDArray> mask, double factor) {
    SameDiff sd = SameDiff.create();
    SDVariable p = sd.var("prediction", prediction.dup());
    Map<String, INDArray> inputs = new HashMap<>(Map.of("label", label));
    mask.ifPresent(m -> inputs.put("mask", m));
    LossTerm term = loss.build(sd, p, placeholder(sd, "label", label), mask.map(m -> placeholder(sd, "mask", m)));
    SDVariable scaled = term.value().mul(factor);
    sd.setLossVariables(scaled.name());
    Map<String, INDArray> values = sd.output(inputs, term.value().name(), term.validCount().name());
    double value = values.get(term.value().name()).getDouble(0);
    double count = values.get(term.validCount().name()).getDouble(0);
    return new LossRun(value, count, sd.calculateGradients(inputs, "prediction").get("prediction").dup());
  }

  private static SDVariable placeholder(SameDiff sd, String name, INDArray array) {
    long[] shape = array.shape().clone();
    shape[0] = -1;
    return sd.placeHolder(name, array.dataType(), shape);
  }
}
