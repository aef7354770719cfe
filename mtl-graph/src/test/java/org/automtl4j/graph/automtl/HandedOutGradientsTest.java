package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Role;
import org.automtl4j.plan.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients that are given away in the middle of the backward pass are those that are kept to its end, whatever happens to the parameters meanwhile. */
class HandedOutGradientsTest {
  private static final Backbone BACKBONE = Nets.chain(4, Nets.conv("plain", 8, 3, 1, 1, 1, true), Nets.norm("norm"), Nets.conv("depthwise", 8, 3, 1, 2, 8, false),
      Nets.norm("second"), Nets.conv("dilated", 8, 3, 1, 2, 1, true), Nets.norm("third"), Nets.conv("pointwise", 12, 1, 1, 1, 1, false), Nets.norm("last"));

  @ParameterizedTest
  @EnumSource(Stage.class)
  void nothingReadsAParameterAnyMoreWhenItsGradientIsHandedOut(Stage stage) {
    SuperModel model = model();
    TaskGraph graph = graph(model, stage);
    List<String> trained = graph.parameters().stream().filter(name -> model.parameters().parameter(name).role() != Role.STATISTIC).toList();
    Map<String, float[]> expected = new HashMap<>();
    try (TrainingPlan kept = builder(graph).gradientsOf(trained).build(); TrainingPlan handing = builder(graph).handsOut(trained).build()) {
      fill(kept);
      kept.forward();
      kept.backward();
      kept.gradients().forEach(name -> expected.put(name, numbers(kept.gradient(name))));
      fill(handing);
      handing.forward();
      assertThat(handing.gradients()).isEqualTo(kept.gradients());
      Map<String, float[]> found = new HashMap<>();
      handing.backward((name, gradient, first) -> {
        found.put(name, numbers(gradient));
        model.parameters().get(name).assign(Float.NaN); // would spoil whatever came later
      });
      assertThat(found.keySet()).isEqualTo(expected.keySet());
      found.forEach((name, gradient) -> assertThat(gradient).as(name).isEqualTo(expected.get(name)));
      assertThat(handing.bytes()).isLessThanOrEqualTo(kept.bytes());
    }
  }

  @Test
  void aPlanMayKeepSomeGradientsAndHandOutOthers() {
    SuperModel model = model();
    TaskGraph graph = graph(model, Stage.COMMON);
    String weight = "layer.0.shared.weight";
    String both = "layer.0.shared.bias";
    String handed = "layer.6.shared.weight";
    try (TrainingPlan plan = builder(graph).gradientsOf(List.of(weight, both)).handsOut(List.of(handed, both)).build()) {
      fill(plan);
      plan.forward();
      assertThatThrownBy(plan::backward).isInstanceOf(IllegalStateException.class).hasMessageContaining("consumer").hasMessageContaining(handed);
      List<String> names = new ArrayList<>();
      plan.backward((name, gradient, first) -> names.add(name));
      assertThat(names).containsExactly(handed);
      assertThat(plan.gradient(both).sumNumber().doubleValue()).isFinite();
      assertThatThrownBy(() -> plan.gradient(handed)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("handed");
      assertThatThrownBy(() -> plan.backward((name, gradient, first) -> {})).isInstanceOf(IllegalStateException.class).hasMessageContaining("forward");
    }
  }

  private static SuperModel model() {
    SuperModel model = SuperModel.builder(BACKBONE).batchNormPolicy(BatchNormPolicy.SEARCH)
        .task(Task.depth("a"), TaskHead.conv1x1()).task(Task.depth("b"), TaskHead.conv1x1()).build();
    Nets.randomise(model, 8);
    return model;
  }

  private static TaskGraph graph(SuperModel model, Stage stage) {
    TaskGraph graph = TaskGraphs.build(model, stage, List.of("a", "b"), true, 6, 6, Optional.empty());
    var sum = graph.sameDiff().getVariable(graph.predictions().get("a")).add(graph.sameDiff().getVariable(graph.predictions().get("b")).mul(0.5));
    if (!graph.noise().isEmpty()) {
      sum = sum.add(PolicyRegulariser.build(graph.sameDiff(), model, "a", "regulariser.noise", TaskGraph.TEMPERATURE, PolicyRegulariser.SCALE));
    }
    sum.mul(sum).sum("loss");
    return graph;
  }

  private static TrainingPlan.Builder builder(TaskGraph graph) {
    return TrainingPlan.builder(graph.sameDiff()).input(graph.input(), 2, 4, 6, 6).loss("loss");
  }

  private static void fill(TrainingPlan plan) {
    for (String placeholder : plan.inputs()) {
      INDArray input = plan.input(placeholder);
      input.assign(input.isScalar() ? Nd4j.scalar(1.5) : Nets.random(DataType.FLOAT, placeholder.hashCode(), input.shape()));
    }
  }

  private static float[] numbers(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
