package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One forward pass and several backward passes, each with other weights of the losses. */
class RepeatedBackwardTest {

  /** The network with the square of its prediction as a second loss, behind a dropout mask. */
  private static SameDiff graph() {
    SameDiff sd = TestNetwork.build(DataType.FLOAT, 3);
    SDVariable masked = sd.getVariable("prediction").mul(sd.placeHolder("mask", DataType.FLOAT, 2, 2, 4, 4));
    SDVariable second = sd.math.square(masked).sum();
    SDVariable first = sd.getVariable("loss").mul(sd.placeHolder("a", DataType.FLOAT, new long[0]));
    first.add(second.mul(sd.placeHolder("b", DataType.FLOAT, new long[0]))).rename("total");
    return sd;
  }

  private static TrainingPlan.Builder builder(SameDiff sd, boolean lowering) {
    return TrainingPlan.builder(sd).input("x", 2, 3, 8, 8).input("label", 2, 2, 4, 4).input("a").input("b").dropout("mask", 0.5).seed(4).loss("total")
        .keep(List.of("prediction")).handsOut(TestNetwork.parameters(sd)).lowering(lowering);
  }

  private static void forward(TrainingPlan plan) {
    TestNetwork.batch(DataType.FLOAT, 7).forEach(plan::assign);
    plan.input("a").assign(1);
    plan.input("b").assign(1);
    plan.forward();
  }

  private static Map<String, INDArray> backward(TrainingPlan plan, double a, double b) {
    plan.input("a").assign(a);
    plan.input("b").assign(b);
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    plan.backward((name, gradient, first) -> gradients.put(name + "/" + first, gradient.dup()));
    return gradients;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachPassGivesTheBitsOfAStepOfItsOwn(boolean lowering) {
    double[][] weights = {{1, 0}, {0, 1}, {0.25, 3}, {1, 0}};
    List<Map<String, INDArray>> expected = new ArrayList<>();
    for (double[] w : weights) {
      try (TrainingPlan plan = builder(graph(), lowering).build()) {
        forward(plan);
        expected.add(backward(plan, w[0], w[1]));
      }
    }
    try (TrainingPlan plan = builder(graph(), lowering).repeatable().build()) {
      for (int step = 0; step < 2; step++) {
        plan.dropoutCounter(0);
        forward(plan);
        INDArray prediction = plan.value("prediction").dup();
        for (int i = 0; i < weights.length; i++) {
          assertThat(backward(plan, weights[i][0], weights[i][1])).as("pass " + i).isEqualTo(expected.get(i));
        }
        assertThat(plan.value("prediction")).isEqualTo(prediction);
      }
    }
  }

  @Test
  void itIsAskedForSinceItTakesMemory() {
    try (TrainingPlan once = builder(graph(), true).build(); TrainingPlan often = builder(graph(), true).repeatable().build()) {
      assertThat(often.bytes()).isGreaterThanOrEqualTo(once.bytes());
      forward(once);
      backward(once, 1, 1);
      assertThatThrownBy(() -> backward(once, 1, 1)).isInstanceOf(IllegalStateException.class).hasMessageContaining("forward()");
    }
  }
}
