package org.automtl4j.data.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.plan.TrainingPlan;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a loss gives for one batch on the plan that trains with it: value, number of valid positions, and the gradient of factor * value with respect to the
 * prediction. The value must be SameDiff's own, too.
 */
public record LossRun(double value, double validCount, INDArray gradient) {

  public static LossRun of(TaskLoss loss, INDArray prediction, INDArray label, Optional<INDArray> mask, double factor) {
    SameDiff sd = SameDiff.create();
    SDVariable p = sd.var("prediction", prediction.dup());
    Map<String, INDArray> inputs = new HashMap<>(Map.of("label", label));
    mask.ifPresent(m -> inputs.put("mask", m));
    LossTerm term = loss.build(sd, p, placeholder(sd, "label", label), mask.map(m -> placeholder(sd, "mask", m)));
    String value = term.value().name();
    String count = term.validCount().name();
    String scaled = term.value().mul(factor).name();
    TrainingPlan.Builder builder = TrainingPlan.builder(sd).loss(scaled).gradientsOf(List.of("prediction")).keep(List.of(value, count));
    inputs.forEach((name, array) -> builder.input(name, array.shape()));
    try (TrainingPlan plan = builder.build()) {
      plan.inputs().forEach(name -> plan.input(name).assign(inputs.get(name))); // a loss that ignores masks reads none
      plan.forward();
      plan.backward();
      LossRun run = new LossRun(plan.value(value).getDouble(0), plan.value(count).getDouble(0), plan.gradient("prediction").dup());
      double own = sd.output(inputs, value).get(value).getDouble(0);
      assertThat(run.value()).as("value on the plan").isCloseTo(own, within(1e-6 * Math.max(1, Math.abs(own))));
      return run;
    }
  }

  private static SDVariable placeholder(SameDiff sd, String name, INDArray array) {
    long[] shape = array.shape().clone();
    shape[0] = -1;
    return sd.placeHolder(name, array.dataType(), shape);
  }
}
