package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

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
        assertThat(gradient.getDouble(element)).as(name).isCloseTo((up - down) / 2e-6, within(1e-6));
        plan.forward();
        plan.backward();
      }
    }
  }

  @Test
  void aSmallNetworkLearns() {
    SameDiff sd = TestNetwork.build(DataType.FLOAT, 1);
    try (TrainingPlan plan = TestNetwork.plan(sd, true)) {
      assign(plan, TestNetwork.batch(DataType.FLOAT, 3));
      plan.forward();
      double first = plan.loss();
      for (int step = 0; step < 200; step++) {
        plan.forward();
        plan.backward();
        plan.gradients().forEach(name -> sd.getVariable(name).getArr().subi(plan.gradient(name).muli(RATE)));
      }
      assertThat(plan.loss()).isLessThan(first / 2);
    }
  }

  @Test
  void memoryStaysFlatOverHundredsOfSteps() {
    SameDiff sd = TestNetwork.build(DataType.FLOAT, 1);
    try (TrainingPlan plan = TestNetwork.plan(sd, true)) {
      assign(plan, TestNetwork.batch(DataType.FLOAT, 3));
      steps(plan, 20);
      long arrays = Pointer.totalBytes();
      long resident = Pointer.physicalBytes();
      steps(plan, 300);
      assertThat(Pointer.totalBytes() - arrays).isLessThan(1 << 16);
      assertThat(Pointer.physicalBytes() - resident).isLessThan(128L << 20);
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
        for (int i = 0; i < 5; i++) {
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
  void variablesMayLieInFortranOrder() {
    INDArray weights = Nd4j.create(DataType.FLOAT, new long[] {3, 4}, 'f').assign(RuleCase.ramp(3, 4));
    SameDiff sd = SameDiff.create();
    sd.mmul(sd.constant(RuleCase.ramp(2, 3).castTo(DataType.FLOAT)), sd.var("weights", weights)).rename("y");
    sd.math.square(sd.getVariable("y")).sum().mul(0.5).rename("loss");
    try (TrainingPlan plan = TrainingPlan.builder(sd).loss("loss").keep(List.of("y")).gradientsOf(List.of("weights")).build()) {
      for (int step = 0; step < 2; step++) {
        plan.forward();
        plan.backward();
        INDArray x = RuleCase.ramp(2, 3).castTo(DataType.FLOAT);
        assertThat(BackwardRuleContract.distance(plan.value("y"), x.mmul(weights))).isLessThan(1e-6);
        assertThat(BackwardRuleContract.distance(plan.gradient("weights"), x.transpose().mmul(x.mmul(weights)))).isLessThan(1e-6);
        weights.addi(1);
      }
    }
  }

  @Test
  void gradientsStopWhereTheGraphSaysSo() {
    SameDiff sd = SameDiff.create();
    var x = sd.var("x", Nd4j.createFromArray(2f, 3f));
    x.mul(new StopGradient(sd, x).outputVariable()).sum().rename("loss");
    try (TrainingPlan plan = TrainingPlan.builder(sd).loss("loss").gradientsOf(List.of("x")).build()) {
      plan.forward();
      plan.backward();
      assertThat(plan.gradient("x")).isEqualTo(Nd4j.createFromArray(2f, 3f));
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
  void dropoutMasksAreDrawnInEveryForwardPassAndGoOnFromASavedCounter() {
    SameDiff sd = SameDiff.create();
    var x = sd.var("x", Nd4j.ones(DataType.FLOAT, 20, 30)).mul(2).rename("doubled");
    x.mul(sd.placeHolder("mask", DataType.FLOAT, -1, 30)).sum().rename("loss");
    try (TrainingPlan plan = dropping(sd); TrainingPlan resumed = dropping(sd)) {
      plan.forward();
      double first = plan.loss();
      plan.forward();
      double second = plan.loss();
      plan.backward();
      assertThat(plan.gradient("x").sumNumber().doubleValue()).isCloseTo(second, within(0.01));
      assertThat(second).isNotEqualTo(first).isBetween(1000.0, 1400.0);
      resumed.dropoutCounter(1);
      resumed.forward();
      assertThat(resumed.loss()).isEqualTo(second);
      assertThat(resumed.dropoutCounter()).isEqualTo(plan.dropoutCounter()).isEqualTo(2);
      plan.dropoutMask("mask", Nd4j.zeros(DataType.FLOAT, 20, 30));
      plan.forward();
      assertThat(plan.loss()).isZero();
      plan.dropoutMask("mask", Nd4j.zeros(DataType.FLOAT, 20, 31));
      assertThatThrownBy(plan::forward).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'mask'").hasMessageContaining("[20, 31]");
    }
  }

  @Test
  void arraysOfOtherShapesAreNotWrittenIntoThePlan() {
    SameDiff sd = SameDiff.create();
    sd.var("w", Nd4j.ones(DataType.FLOAT, 3)).mul(sd.placeHolder("x", DataType.FLOAT, -1, 3)).sum().rename("loss");
    TrainingPlan plan = TrainingPlan.builder(sd).input("x", 2, 3).loss("loss").gradientsOf(List.of("w")).build();
    plan.assign("x", Nd4j.createFromArray(new double[][] {{1, 2, 3}, {4, 5, 6}}));
    for (INDArray other : List.of(Nd4j.ones(1, 3), Nd4j.ones(4, 3), Nd4j.ones(6), Nd4j.ones(3, 2), Nd4j.scalar(1f))) {
      assertThatThrownBy(() -> plan.assign("x", other)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("placeholder 'x' of the plan has the shape [2, 3], found [");
    }
    assertThatThrownBy(() -> plan.assign("y", Nd4j.ones(2, 3))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'y'; there are [x]");
    plan.forward();
    assertThat(plan.loss()).isEqualTo(21);
    plan.close();
    assertThatThrownBy(() -> plan.assign("x", Nd4j.ones(2, 3))).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
  }

  @Test
  void masksTakeTurnsInMemoryAndCanBeHadOnceMore() {
    SameDiff sd = SameDiff.create();
    INDArray numbers = Nd4j.rand(DataType.FLOAT, 100, 200);
    var once = sd.var("x", numbers.dup()).mul(sd.placeHolder("first", DataType.FLOAT, 100, 200));
    sd.nn.sigmoid(once).mul(sd.placeHolder("second", DataType.FLOAT, 100, 200)).sum().rename("loss");
    try (TrainingPlan plan = TrainingPlan.builder(sd).loss("loss").dropout("first", 0.5).dropout("second", 0.8).seed(3).build()) {
      plan.forward();
      double loss = plan.loss();
      Map<String, INDArray> masks = plan.dropoutMasks();
      assertThat(masks.get("first").maxNumber().doubleValue()).isEqualTo(2);
      double again = Transforms.sigmoid(numbers.mul(masks.get("first"))).mul(masks.get("second")).sumNumber().doubleValue();
      assertThat(loss).isCloseTo(again, within(1e-5 * again));
      assertThat(plan.bytes()).isLessThan(4L * numbers.length() * Float.BYTES);
    }
  }

  private static TrainingPlan dropping(SameDiff sd) {
    return TrainingPlan.builder(sd).loss("loss").gradientsOf(List.of("x")).dropoutLike("mask", 0.75, "doubled").seed(3).build();
  }

  @Test
  void dropoutAfterARectifierKeepsOneArrayForTheBackwardPassAndHasTheSameBits() {
    SameDiff sd = SameDiff.create();
    var x = sd.var("x", Nd4j.rand(DataType.FLOAT, 200, 300).subi(0.5)).mul(2).rename("doubled");
    var rectified = sd.nn().relu("rectified", x, 0);
    rectified.mul("dropped", sd.placeHolder("mask", DataType.FLOAT, -1, 300)).mul(sd.var("w", Nd4j.rand(DataType.FLOAT, 200, 300))).sum().rename("loss");
    try (TrainingPlan plan = rectifying(sd, List.of()); TrainingPlan keeping = rectifying(sd, List.of("rectified"))) {
      steps(plan, 2);
      steps(keeping, 2);
      assertThat(plan.gradient("x").dup().data().asFloat()).isEqualTo(keeping.gradient("x").dup().data().asFloat());
      assertThat(plan.gradient("w").dup().data().asFloat()).isEqualTo(keeping.gradient("w").dup().data().asFloat());
      assertThat(plan.bytes()).isLessThan(keeping.bytes());
    }
  }

  private static TrainingPlan rectifying(SameDiff sd, List<String> kept) {
    return TrainingPlan.builder(sd).loss("loss").gradientsOf(List.of("x", "w")).dropoutLike("mask", 0.7, "doubled").keep(kept).seed(3).build();
  }

  @Test
  void mixedWeightsAreComputedAgainInTheBackwardPassAndHaveTheSameBits() {
    SameDiff sd = SameDiff.create();
    var share = sd.nn.softmax(sd.var("logits", Nd4j.createFromArray(0.3f, -0.2f).reshape(1, 2)), 1);
    var first = sd.reshape(share.get(SDIndex.all(), SDIndex.interval(0, 1)), 1, 1);
    var a = sd.var("a", Nd4j.rand(DataType.FLOAT, 200, 300));
    var mixed = a.mul(first).add("mixed", sd.var("b", Nd4j.rand(DataType.FLOAT, 200, 300)).mul(first.rsub(1)));
    var hidden = sd.nn.relu("hidden", sd.mmul(sd.var("x", Nd4j.rand(DataType.FLOAT, 400, 200)), mixed), 0);
    sd.mmul(hidden, mixed, false, true, false).sum().rename("loss");
    try (TrainingPlan plan = mixing(sd, List.of()); TrainingPlan keeping = mixing(sd, List.of("mixed"))) {
      steps(plan, 2);
      steps(keeping, 2);
      assertThat(plan.calls()).isGreaterThan(keeping.calls());
      for (String name : List.of("a", "b", "x", "logits")) {
        assertThat(plan.gradient(name).dup().data().asFloat()).as(name).isEqualTo(keeping.gradient(name).dup().data().asFloat());
      }
    }
  }

  private static TrainingPlan mixing(SameDiff sd, List<String> kept) {
    return TrainingPlan.builder(sd).loss("loss").gradientsOf(List.of("a", "b", "x", "logits")).keep(kept).build();
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

  private static void steps(TrainingPlan plan, int count) {
    for (int step = 0; step < count; step++) {
      plan.forward();
      plan.backward();
    }
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
