package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What holds for every backward rule: gradients are those of finite differences, single precision agrees with double, forward is SameDiff's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
interface BackwardRuleContract {
  double STEP = 1e-5;

  Stream<RuleCase> cases();

  @ParameterizedTest
  @MethodSource("cases")
  default void forwardIsSameDiffsOwn(RuleCase test) {
    SameDiff sd = test.graph(DataType.DOUBLE);
    INDArray expected = sd.output(Map.of(), "result").get("result");
    for (boolean lowering : new boolean[] {false, true}) {
      try (InferencePlan plan = InferencePlan.builder(sd).outputs(List.of("result")).lowering(lowering).build()) {
        plan.run();
        assertThat(plan.value("result").shape()).isEqualTo(expected.shape());
        assertThat(distance(plan.value("result"), expected)).as("lowering " + lowering).isLessThan(lowering ? 1e-12 : Double.MIN_VALUE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  default void gradientsAreThoseOfFiniteDifferences(RuleCase test) {
    SameDiff sd = weighted(test, DataType.DOUBLE);
    for (boolean lowering : new boolean[] {false, true}) {
      try (TrainingPlan plan = plan(sd, test, lowering)) {
        plan.forward();
        plan.backward();
        List<INDArray> gradients = names(test).map(name -> plan.gradient(name).dup()).toList();
        for (int i = 0; i < gradients.size(); i++) {
          INDArray parameter = sd.getVariable("in" + i).getArr();
          for (long k = 0; k < parameter.length(); k++) {
            double value = parameter.getDouble(k);
            double slope = (lossAt(plan, parameter, k, value + STEP) - lossAt(plan, parameter, k, value - STEP)) / (2 * STEP);
            parameter.putScalar(k, value);
            assertThat(gradients.get(i).getDouble(k)).as("input %d, element %d, lowering %s", i, k, lowering)
                .isCloseTo(slope, org.assertj.core.data.Offset.offset(1e-6 * Math.max(1, Math.abs(slope))));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  default void singlePrecisionAgreesWithDouble(RuleCase test) {
    SameDiff single = weighted(test, DataType.FLOAT);
    SameDiff twice = weighted(test, DataType.DOUBLE);
    try (TrainingPlan fast = plan(single, test, true); TrainingPlan exact = plan(twice, test, true)) {
      for (TrainingPlan plan : List.of(fast, exact)) {
        plan.forward();
        plan.backward();
      }
      assertThat(distance(fast.value("result"), exact.value("result"))).isLessThan(2e-5);
      names(test).forEach(name -> assertThat(distance(fast.gradient(name), exact.gradient(name))).as(name).isLessThan(5e-5));
    }
  }

  private static Stream<String> names(RuleCase test) {
    return IntStream.range(0, test.inputs().size()).mapToObj(i -> "in" + i);
  }

  private static SameDiff weighted(RuleCase test, DataType type) {
    SameDiff sd = test.graph(type);
    try (InferencePlan shape = InferencePlan.builder(sd).outputs(List.of("result")).build()) {
      RuleCase.weigh(sd, shape.value("result").shape(), type);
    }
    return sd;
  }

  private static TrainingPlan plan(SameDiff sd, RuleCase test, boolean lowering) {
    return TrainingPlan.builder(sd).loss("loss").keep(List.of("result")).gradientsOf(names(test).toList()).lowering(lowering).build();
  }

  private static double lossAt(TrainingPlan plan, INDArray parameter, long element, double value) {
    parameter.putScalar(element, value);
    plan.forward();
    return plan.loss();
  }

  /** The largest difference, relative to the largest number. */
  static double distance(INDArray found, INDArray expected) {
    INDArray exact = expected.castTo(DataType.DOUBLE);
    INDArray difference = found.castTo(DataType.DOUBLE).reshape(expected.shape()).sub(exact);
    return difference.amaxNumber().doubleValue() / Math.max(1, exact.amaxNumber().doubleValue());
  }
}
