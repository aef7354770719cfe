package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.automtl4j.core.RandomStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs one composition on one input. */
final class Graphs {

  private Graphs() {}

  static INDArray random(long seed, DataType type, long... shape) {
    RandomStream random = RandomStream.of(seed, "test");
    double[] values = DoubleStream.generate(random::nextGaussian).limit(Arrays.stream(shape).reduce(1, (a, b) -> a * b)).toArray();
    return Nd4j.createFromArray(values).reshape(shape).castTo(type);
  }

  static INDArray run(INDArray x, UnaryOperator<SDVariable> composition) {
    SameDiff sd = SameDiff.create();
    long[] shape = x.shape().clone();
    shape[0] = -1;
    SDVariable result = composition.apply(sd.placeHolder("x", x.dataType(), shape));
    return sd.output(Map.of("x", x), result.name()).get(result.name());
  }

  /** Compares the gradient of sum(composition(x) * r), r random, by SameDiff itself and by a plan, with finite differences. */
  static void checkGradient(INDArray input, UnaryOperator<SDVariable> composition) {
    SameDiff sd = SameDiff.create();
    SDVariable variable = sd.var("x", input);
    INDArray x = variable.getArr();
    SDVariable result = composition.apply(variable);
    INDArray weights = random(99, DataType.DOUBLE, sd.output(Map.of(), result.name()).get(result.name()).shape());
    SDVariable loss = sd.sum(result.mul(sd.constant("r", weights)));
    sd.setLossVariables(loss.name());
    INDArray gradient = sd.calculateGradients(Map.of(), "x").get("x").dup();
    INDArray planned = planned(sd, loss.name());
    double step = 1e-5;
    for (long i = 0; i < x.length(); i++) {
      double value = x.getDouble(i);
      x.putScalar(i, value + step);
      double up = value(sd, loss);
      x.putScalar(i, value - step);
      double down = value(sd, loss);
      x.putScalar(i, value);
      assertThat(gradient.getDouble(i)).as("element " + i).isCloseTo((up - down) / (2 * step), within(1e-6));
      assertThat(planned.getDouble(i)).as("element " + i + " on the plan").isCloseTo((up - down) / (2 * step), within(1e-6));
    }
  }

  private static INDArray planned(SameDiff sd, String loss) {
    try (TrainingPlan plan = TrainingPlan.builder(sd).loss(loss).gradientsOf(List.of("x")).build()) {
      plan.forward();
      plan.backward();
      return plan.gradient("x").dup();
    }
  }

  private static double value(SameDiff sd, SDVariable loss) {
    return sd.output(Map.of(), loss.name()).get(loss.name()).getDouble(0);
  }
}
