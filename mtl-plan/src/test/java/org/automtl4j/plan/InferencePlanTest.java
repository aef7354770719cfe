package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class InferencePlanTest {
  /** Ten layers with running statistics. */
  private static SameDiff network(DataType type) {
    SameDiff sd = SameDiff.create();
    SDVariable h = sd.placeHolder("x", type, -1, 4, 16, 16);
    for (int i = 0; i < 10; i++) {
      SDVariable weight = sd.var("w" + i, TestNetwork.numbers(type, 1, "w" + i, 3, 3, 4, 4));
      SDVariable[] s = new SDVariable[4];
      for (int k = 0; k < 4; k++) {
        s[k] = sd.var("s" + i + k, TestNetwork.numbers(type, 1, "s" + i + k, 4).addi(k == 0 || k == 3 ? 0 : 1));
      }
      h = sd.nn.relu(sd.nn.batchNorm(sd.cnn.conv2d(h, weight, TestNetwork.config(3, 1, 1)), s[0], s[1], s[2], s[3], 1e-5, 1), 0);
    }
    h.rename("y");
    return sd;
  }

  private static InferencePlan plan(SameDiff sd, String... outputs) {
    return InferencePlan.builder(sd).input("x", 2, 4, 16, 16).outputs(List.of(outputs)).build();
  }

  @Test
  void outputsAreSameDiffsOwn() {
    SameDiff sd = network(DataType.DOUBLE);
    INDArray x = TestNetwork.numbers(DataType.DOUBLE, 2, "x", 2, 4, 16, 16);
    INDArray expected = sd.output(Map.of("x", x), "y").get("y");
    try (InferencePlan plan = plan(sd, "y")) {
      plan.input("x").assign(x);
      plan.run();
      assertThat(BackwardRuleContract.distance(plan.value("y"), expected)).isLessThan(1e-12);
    }
  }

  @Test
  void whatDependsOnFrozenVariablesAloneIsComputedOnce() {
    SameDiff sd = network(DataType.DOUBLE);
    INDArray x = TestNetwork.numbers(DataType.DOUBLE, 2, "x", 2, 4, 16, 16);
    try (InferencePlan plain = plan(sd, "y");
        InferencePlan frozen = InferencePlan.builder(sd).input("x", 2, 4, 16, 16).outputs(List.of("y")).frozen(true).build()) {
      for (InferencePlan plan : List.of(plain, frozen)) {
        plan.input("x").assign(x);
        plan.run();
      }
      assertThat(BackwardRuleContract.distance(frozen.value("y"), plain.value("y"))).isLessThan(1e-12);
      assertThat(frozen.calls()).isLessThanOrEqualTo(plain.calls() / 2);
    }
  }

  @Test
  void parametersThatChangeInPlaceAreNoticed() {
    SameDiff sd = network(DataType.FLOAT);
    try (InferencePlan plan = plan(sd, "y")) {
      plan.input("x").assign(1);
      plan.run();
      for (String changed : List.of("w3", "s30", "s31", "s32", "s33")) {
        INDArray before = plan.value("y").dup();
        sd.getVariable(changed).getArr().muli(1.5);
        plan.run();
        assertThat(plan.value("y")).as(changed).isNotEqualTo(before);
      }
    }
  }

  @Test
  void memoryDoesNotGrowWithTheDepthOfTheNetwork() {
    SameDiff sd = network(DataType.FLOAT);
    long activation = 2L * 4 * 16 * 16 * Float.BYTES;
    try (InferencePlan plan = plan(sd, "y")) {
      assertThat(plan.bytes()).isLessThan(5 * activation);
    }
    try (InferencePlan both = plan(sd, "y", "x")) {
      both.input("x").assign(2);
      both.run();
      assertThat(both.value("x")).isEqualTo(Nd4j.valueArrayOf(new long[] {2, 4, 16, 16}, 2.0, DataType.FLOAT));
    }
  }

  @Test
  void aClosedPlanGivesItsMemoryBack() {
    SameDiff sd = network(DataType.FLOAT);
    plan(sd, "y").close();
    long before = Pointer.totalBytes();
    for (int i = 0; i < 10; i++) {
      try (InferencePlan plan = InferencePlan.builder(sd).input("x", 64, 4, 16, 16).outputs(List.of("y")).build()) {
        plan.run();
        assertThat(plan.bytes()).isGreaterThan(100_000);
      }
    }
    assertThat(Pointer.totalBytes() - before).isLessThan(1_000_000);
  }

  @Test
  void unknownVariablesAndOpenShapesAreNamed() {
    SameDiff sd = network(DataType.FLOAT);
    assertThatThrownBy(() -> plan(sd, "z")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'z'");
    assertThatThrownBy(() -> InferencePlan.builder(sd).outputs(List.of("y")).build()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'x'");
    assertThatThrownBy(() -> InferencePlan.builder(sd).input("x", 2, 3, 16, 16).outputs(List.of("y")).build()).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("conv2d");
  }
}
