package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Role;
import org.automtl4j.plan.TrainingPlan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the published code cannot check: with searched BatchNorms and branches of every kind, all gradients (policies included) agree with finite differences. */
class SearchGradientTest {
  private static final double STEP = 1e-5;
  private static final Backbone BACKBONE = Nets.chain(4, Nets.conv("plain", 4, 3, 1, 1, 1, true), Nets.norm("norm"), Nets.conv("depthwise", 4, 3, 1, 2, 4, false),
      new BatchNorm("without affine", 1e-3, 0.1, false, true), Nets.conv("grouped", 6, 3, 2, 1, 2, true), new BatchNorm("on the batch", 1e-3, 0.1, true, false),
      new Convolution("even", 6, 2, 1, 1, 2, 1, true), new Convolution("without skip", 5, 3, 1, 0, 1, 1, false), Nets.norm("last"));

  @ParameterizedTest
  @EnumSource(Stage.class)
  void gradientsOfEveryStageAgreeWithFiniteDifferences(Stage stage) {
    gradients(BACKBONE, stage);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void gradientsOfGatesJoinsAndShufflesAgreeWithFiniteDifferences(Stage stage) {
    gradients(Nets.modern(4), stage);
  }

  private static void gradients(Backbone backbone, Stage stage) {
    SuperModel model = SuperModel.builder(backbone).batchNormPolicy(BatchNormPolicy.SEARCH).dataType(DataType.DOUBLE)
        .task(Task.depth("a"), TaskHead.conv1x1()).task(Task.depth("b"), TaskHead.conv1x1()).build();
    Nets.randomise(model, 8);
    TaskGraph graph = TaskGraphs.build(model, stage, List.of("a", "b"), true, 6, 6, Optional.empty());
    SDVariable sum = graph.sameDiff().getVariable(graph.predictions().get("a")).add(graph.sameDiff().getVariable(graph.predictions().get("b")).mul(0.5));
    if (!graph.noise().isEmpty()) {
      sum = sum.add(PolicyRegulariser.build(graph.sameDiff(), model, "a", "regulariser.noise", TaskGraph.TEMPERATURE, PolicyRegulariser.SCALE));
    }
    String loss = sum.mul(sum).sum("loss").name();
    List<String> trained = graph.parameters().stream().filter(name -> model.parameters().parameter(name).role() != Role.STATISTIC).toList();
    try (TrainingPlan plan = TrainingPlan.builder(graph.sameDiff()).input(graph.input(), 2, 4, 6, 6).loss(loss).gradientsOf(trained).build()) {
      for (String placeholder : plan.inputs()) {
        INDArray input = plan.input(placeholder);
        input.assign(input.isScalar() ? Nd4j.scalar(1.5) : Nets.random(DataType.DOUBLE, placeholder.hashCode(), input.shape()));
      }
      plan.forward();
      plan.backward();
      assertThat(plan.gradients()).containsExactlyInAnyOrderElementsOf(trained);
      Map<String, INDArray> gradients = new HashMap<>();
      trained.forEach(name -> gradients.put(name, plan.gradient(name).dup())); // the next forward writes over them
      RandomStream random = RandomStream.of(1, "entries");
      for (String name : trained) {
        INDArray array = model.parameters().get(name);
        for (int k = 0; k < 3; k++) {
          int i = random.nextInt((int) array.length());
          double expected = slope(plan, array, i);
          assertThat(gradients.get(name).getDouble(i)).as(stage + " " + name + " " + i).isCloseTo(expected, within(1e-6 * (1 + Math.abs(expected)) + 1e-6));
        }
      }
    }
  }

  private static double slope(TrainingPlan plan, INDArray array, int i) {
    double old = array.getDouble(i);
    array.putScalar(i, old + STEP);
    plan.forward();
    double above = plan.loss();
    array.putScalar(i, old - STEP);
    plan.forward();
    double below = plan.loss();
    array.putScalar(i, old);
    return (above - below) / (2 * STEP);
  }
}
