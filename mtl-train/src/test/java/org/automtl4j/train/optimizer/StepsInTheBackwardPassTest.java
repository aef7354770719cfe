package org.automtl4j.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.plan.TrainingPlan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** A step whose parameters learn one after the other in the backward pass is, bit for bit, the step that is taken when all gradients are there. */
class StepsInTheBackwardPassTest {
  private static final int STEPS = 5;
  private static final Backbone BACKBONE = Backbone.builder("small").input(3).convolution(6, 3, c -> c.stride(2).pad(1).noBias()).batchNorm().relu()
      .as("stem").convolution(6, 3, c -> c.pad(2).dilation(2).noBias()).batchNorm().plus("stem").relu().depthwise(3, c -> c.pad(1).noBias()).batchNorm()
      .convolution(8, 3).batchNorm().relu().build();

  @ParameterizedTest
  @EnumSource(Stage.class)
  void everyUpdaterLeavesTheSameBits(Stage stage) {
    for (IUpdater updater : List.of(new Adam(2e-3, 0.5, 0.999, 1e-8), new Nesterovs(0.01, 0.9), new Sgd(0.01))) {
      SuperModel together = model();
      SuperModel oneByOne = model();
      OptimizerState first = train(together, stage, updater, false);
      OptimizerState second = train(oneByOne, stage, updater, true);
      assertThat(second).as("state of %s in %s", updater, stage).isEqualTo(first);
      for (Parameters.Parameter p : together.parameters().all()) {
        assertThat(FlatValues.of(oneByOne.parameters().get(p.name()))).as("%s of %s in %s", p.name(), updater, stage).isEqualTo(FlatValues.of(p.array()));
      }
      assertThat(numbers(together)).as("%s moves", updater).isNotEqualTo(numbers(model()));
    }
  }

  private static List<FlatValues> numbers(SuperModel model) {
    return model.parameters().all().stream().map(p -> FlatValues.of(p.array())).toList();
  }

  private static SuperModel model() {
    return SuperModel.builder(BACKBONE).seed(4).task(Task.depth("a"), TaskHead.aspp(5)).task(Task.depth("b"), TaskHead.conv1x1()).build();
  }

  private static OptimizerState train(SuperModel model, Stage stage, IUpdater updater, boolean oneByOne) {
    TaskGraph graph = TaskGraphs.build(model, stage, List.of("a", "b"), true, 16, 16, Optional.empty());
    var a = graph.sameDiff().getVariable(graph.predictions().get("a"));
    a.mul(a).sum().add(graph.sameDiff().getVariable(graph.predictions().get("b")).sum()).rename("loss");
    List<String> trained =
        graph.parameters().stream().filter(name -> model.parameters().parameter(name).role() != Role.STATISTIC).toList();
    TrainingPlan.Builder builder = TrainingPlan.builder(graph.sameDiff()).input(graph.input(), 2, 3, 16, 16).loss("loss").seed(5);
    graph.dropouts().forEach(d -> builder.dropoutLike(d.placeholder(), d.keep(), d.like()));
    try (Optimizer optimizer = Optimizer.of(updater, 1e-3); TrainingPlan plan = (oneByOne ? builder.handsOut(trained) : builder.gradientsOf(trained)).build()) {
      for (int i = 0; i < STEPS; i++) {
        int iteration = i;
        fill(plan, graph);
        plan.forward();
        if (oneByOne) {
          plan.backward(
              (name, gradient, first) -> optimizer.step(iteration, List.of(ParameterUpdate.ofPart(name, model.parameters().get(name), gradient, first))));
        } else {
          plan.backward();
          optimizer.step(iteration, plan.gradients().stream().map(n -> ParameterUpdate.of(n, model.parameters().get(n), plan.gradient(n))).toList());
        }
      }
      return optimizer.state().copy();
    }
  }

  private static void fill(TrainingPlan plan, TaskGraph graph) {
    List<String> masks = graph.dropouts().stream().map(d -> d.placeholder()).toList();
    for (String placeholder : plan.inputs()) {
      if (!masks.contains(placeholder)) {
        INDArray input = plan.input(placeholder);
        RandomStream random = RandomStream.of(6, placeholder);
        for (long k = 0; k < input.length(); k++) {
          input.putScalar(k, random.uniform(0.5, 1.5));
        }
      }
    }
  }
}
