package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class PlanMemoryTest {
  private static TrainingPlan plan(PlanMemory memory, int batch, long seed) {
    SameDiff sd = TestNetwork.build(DataType.FLOAT, seed);
    return TrainingPlan.builder(sd).input("x", batch, 3, 8, 8).input("label", batch, 2, 4, 4).loss("loss").gradientsOf(TestNetwork.parameters(sd))
        .memory(memory).build();
  }

  private static List<INDArray> step(TrainingPlan plan) {
    plan.input("x").assign(1);
    plan.input("label").assign(0.5);
    plan.forward();
    plan.backward();
    List<INDArray> gradients = new ArrayList<>();
    plan.gradients().forEach(name -> gradients.add(plan.gradient(name).dup()));
    return gradients;
  }

  /** As when batches of ever other shapes come, and plans are kept for some of them only. */
  @Test
  void aClosedPlanLeavesNothingInTheMemoryThatOthersGoOnWith() {
    PlanMemory memory = new PlanMemory();
    try (TrainingPlan living = plan(memory, 4, 1)) {
      List<INDArray> expected = step(living);
      long bytes = memory.bytes();
      for (int batch = 1; batch < 4; batch++) {
        WeakReference<INDArray> view = viewOfAClosedPlan(memory, batch);
        assertThat(step(living)).isEqualTo(expected);
        System.gc();
        assertThat(view.get()).as("a view of a plan that is closed").isNull();
      }
      assertThat(memory.bytes()).isEqualTo(bytes);
    }
  }

  private static WeakReference<INDArray> viewOfAClosedPlan(PlanMemory memory, int batch) {
    SameDiff sd = TestNetwork.build(DataType.FLOAT, 1);
    try (TrainingPlan plan = TrainingPlan.builder(sd).input("x", batch, 3, 8, 8).input("label", batch, 2, 4, 4).loss("loss").keep(List.of("prediction"))
        .gradientsOf(TestNetwork.parameters(sd)).memory(memory).build()) {
      step(plan);
      return new WeakReference<>(plan.value("prediction"));
    }
  }

  @Test
  void plansThatTakeTurnsNeedAsMuchAsTheLargestAndDoNotDisturbEachOther() {
    List<INDArray> small = step(plan(new PlanMemory(), 2, 1));
    List<INDArray> large = step(plan(new PlanMemory(), 4, 2));
    PlanMemory memory = new PlanMemory();
    try (TrainingPlan one = plan(memory, 2, 1); TrainingPlan other = plan(memory, 4, 2)) {
      assertThat(memory.bytes()).isZero();
      for (int i = 0; i < 3; i++) {
        assertThat(step(one)).isEqualTo(small);
        assertThat(step(other)).isEqualTo(large);
      }
      assertThat(memory.bytes()).isLessThan(other.bytes());
      try (TrainingPlan late = plan(memory, 8, 1)) {
        step(late);
        assertThat(step(one)).isEqualTo(small);
        assertThat(memory.bytes()).isGreaterThan(other.bytes());
      }
    }
    assertThat(memory.bytes()).as("after the last plan was closed").isZero();
  }
}
