package org.automtl4j.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrainingPlanTest {
  private static final double RATE = 0.1;

  @Test
  void forwardOfAWholeNetworkHasTheBitsOfSameDiffsOwn() {
    SameDiff sd = TestNetwork.build(DataType.DOUBLE, 1);
    assertThat(sd.getOps()).hasSizeGreaterThan(40);
    Map<String, INDArray> inputs = TestNetwork.batch(DataType.DOUBLE, 3);
    INDArray expected = sd.output(inputs, "prediction").get("prediction");
    double loss = sd.output(inputs, "loss").get("loss").getDouble(0);
    try (TrainingPlan plan = TestNetwork.plan(sd, false)) {
      assign(plan, inputs);
      plan.forward();
      assertThat(plan.value("prediction")).isEqualTo(expected);
      assertThat(plan.loss()).isEqualTo(loss);
    }
    try (TrainingPlan plan = TestNetwork.plan(sd, true)) {
      assign(plan, inputs);
      plan.forward();
      assertThat(BackwardRuleContract.distance(plan.value("prediction"), expected)).isLessThan(1e-12);
    }
  }

  @Test
  void gradientsOfAWholeNetworkAreThoseOfFiniteDifferences() {
    SameDiff sd = TestNetwork.build(DataType.DOUBLE, 1);
    try (TrainingPlan plan = TestNetwork.plan(sd, true)) {
      assign(plan, TestNetwork.batch(DataType.DOUBLE, 3));
      plan.forward();
      plan.backward();
      for (String name : TestNetwork.parameters(sd)) {
        INDArray parameter = sd.getVariable(name).getArr();
        INDArray gradient = plan.gradient(name).dup();
        long element = parameter.length() / 2;
        double value = parameter.getDouble(element);
        double up = lossAt(plan, parameter, element, value + 1e-6);
        double down = lossAt(plan, parameter, element, value - 1e-6);
        parameter.putScalar(element, value);
        assertThat(gradient.getDouble(element)).as(name).isCloseTo((up - down) / 2e-6, org.assertj.core.data.Offset.offset(1e-6));
        plan.forward();
        plan.backward();
      }
    }
  }

  @Test
  void aSmallNetworkLearnsAndItsMemoryStaysFlat() {
    SameDiff sd = TestNetwork.build(DataType.FLOAT, 1);
    try (TrainingPlan plan = TestNetwork.plan(sd, true)) {
      assign(plan, TestNetwork.batch(DataType.FLOAT, 3));
      double first = train(plan, sd, 30);
      long bytes = Pointer.totalBytes();
      long resident = Pointer.physicalBytes();
      double last = train(plan, sd, 400);
      assertThat(last).isLessThan(first / 2);
      assertThat(Pointer.totalBytes() - bytes).isLessThan(1 << 16);
      assertThat(Pointer.physicalBytes() - resident).isLessThan(64L << 20);
    }
  }

  @Test
  void theSameInputsGiveTheSameBitsInEveryStepAndInTwoThreads() throws Exception {
    Callable<List<INDArray>> run = () -> {
      SameDiff sd = TestNetwork.build(DataType.FLOAT, 1);
      try (TrainingPlan plan = TestNetwork.plan(sd, true)) {
        assign(plan, TestNetwork.batch(DataType.FLOAT, 3));
        plan.forward();
        plan.backward();
        List<INDArray> first = TestNetwork.parameters(sd).stream().map(n -> plan.gradient(n).dup()).toList();
        for (int i = 0; i < 20; i++) {
          plan.forward();
          plan.backward();
          assertThat(TestNetwork.parameters(sd).stream().map(n -> plan.gradient(n).dup()).toList()).isEqualTo(first);
        }
        return first;
      }
    };
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      var one = pool.submit(run);
      var other = pool.submit(run);
      assertThat(one.get()).isEqualTo(other.get());
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void anOperationWithoutARuleIsNamedWithItsVariableWhenThePlanIsBuilt() {
    SameDiff sd = SameDiff.create();
    sd.cumsum("depth/12.odd", sd.var("w", Nd4j.ones(DataType.FLOAT, 3)), false, false, 0).sum().rename("loss");
    assertThatThrownBy(() -> TrainingPlan.builder(sd).loss("loss").gradientsOf(List.of("w")).build()).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cumsum").hasMessageContaining("depth/12.odd");
    try (TrainingPlan plan = TrainingPlan.builder(sd).loss("loss").build()) {
      plan.forward();
      assertThat(plan.loss()).isEqualTo(6);
    }
  }

  @Test
  void aVariableOffTheLosssPathHasNoGradientAndFrozenOnesCostNothing() {
    SameDiff sd = SameDiff.create();
    var used = sd.var("used", Nd4j.ones(DataType.FLOAT, 3));
    sd.var("unused", Nd4j.ones(DataType.FLOAT, 3));
    var frozen = sd.var("frozen", Nd4j.ones(DataType.FLOAT, 3));
    sd.math.square(used).mul(sd.math.exp(frozen)).sum().rename("loss");
    try (TrainingPlan some = TrainingPlan.builder(sd).loss("loss").gradientsOf(List.of("used", "unused")).build();
        TrainingPlan all = TrainingPlan.builder(sd).loss("loss").gradientsOf(List.of("used", "frozen")).build()) {
      assertThat(some.gradients()).containsExactly("used");
      assertThat(some.calls()).isLessThan(all.calls());
      assertThatThrownBy(() -> some.gradient("unused")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("unused");
    }
  }

  @Test
  void gradientsHaveMemoryOfTheirOwn() {
    SameDiff sd = SameDiff.create();
    var a = sd.var("a", Nd4j.ones(DataType.FLOAT, 3));
    var b = sd.var("b", Nd4j.ones(DataType.FLOAT, 3));
    a.add(b).sum().rename("loss");
    try (TrainingPlan plan = TrainingPlan.builder(sd).loss("loss").gradientsOf(List.of("a", "b")).build()) {
      for (int step = 0; step < 2; step++) {
        plan.forward();
        plan.backward();
        plan.gradient("a").muli(5);
        assertThat(plan.gradient("b")).isEqualTo(Nd4j.ones(DataType.FLOAT, 3));
        assertThat(plan.gradient("a").sumNumber().doubleValue()).isEqualTo(15);
      }
    }
  }

  @Test
  void misuseIsRefused() throws Exception {
    SameDiff sd = TestNetwork.build(DataType.FLOAT, 1);
    TrainingPlan plan = TestNetwork.plan(sd, true);
    assertThatThrownBy(plan::backward).isInstanceOf(IllegalStateException.class).hasMessageContaining("forward");
    assertThatThrownBy(() -> plan.value("nothing")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("nothing");
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      assertThatThrownBy(() -> pool.submit(plan::forward).get()).hasRootCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("belongs to the thread");
      pool.submit(() -> {
        plan.adopt();
        plan.forward();
      }).get();
    } finally {
      pool.shutdown();
    }
    plan.adopt();
    plan.close();
    assertThatThrownBy(plan::forward).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    assertThatThrownBy(() -> TrainingPlan.builder(sd).loss("prediction").input("x", 2, 3, 8, 8).build()).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loss");
    assertThatThrownBy(() -> TrainingPlan.builder(sd).loss("loss").build()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("input(\"x\"");
  }

  @Test
  void parametersAreNeverWritten() {
    SameDiff sd = TestNetwork.build(DataType.FLOAT, 1);
    List<INDArray> before = TestNetwork.parameters(sd).stream().map(n -> sd.getVariable(n).getArr().dup()).toList();
    try (TrainingPlan plan = TestNetwork.plan(sd, true)) {
      assign(plan, TestNetwork.batch(DataType.FLOAT, 3));
      plan.forward();
      plan.backward();
    }
    assertThat(TestNetwork.parameters(sd).stream().map(n -> sd.getVariable(n).getArr()).toList()).isEqualTo(before);
  }

  private static double train(TrainingPlan plan, SameDiff sd, int steps) {
    double first = Double.NaN;
    for (int step = 0; step < steps; step++) {
      plan.forward();
      plan.backward();
      first = step == 0 ? plan.loss() : first;
      for (String name : plan.gradients()) {
        sd.getVariable(name).getArr().subi(plan.gradient(name).muli(RATE));
      }
    }
    return steps > 100 ? plan.loss() : first;
  }

  private static double lossAt(TrainingPlan plan, INDArray parameter, long element, double value) {
    parameter.putScalar(element, value);
    plan.forward();
    return plan.loss();
  }

  private static void assign(TrainingPlan plan, Map<String, INDArray> inputs) {
    inputs.forEach((name, array) -> plan.input(name).assign(array));
  }
}
