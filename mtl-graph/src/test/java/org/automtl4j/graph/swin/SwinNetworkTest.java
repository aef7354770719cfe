package org.automtl4j.graph.swin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.plan.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A Swin encoder with heads. */
class SwinNetworkTest {
  private static final SwinSpec SPEC =
      new SwinSpec(new SwinSpec.Image(3, 16, 16, 2), 8, List.of(new SwinSpec.Stage(2, 2), new SwinSpec.Stage(1, 2)), 4, SwinDetails.usual()
      .withDropPath(0.3));

  private static SwinNetwork.Builder builder() {
    return SwinNetwork.builder(SPEC).task(Task.segmentation("floor", 5), TaskHead.conv1x1()).task(Task.classification("room", 2),
        TaskHead.linear());
  }

  private static GraphRequest request(Mode mode, int side, String... tasks) {
    return new GraphRequest(new SwinView(), List.of(tasks), mode, side, side);
  }

  @Test
  void allTasksReadTheDeepestMapOfOneEncoder() {
    SwinNetwork network = builder().build();
    assertThat(network.method()).isEqualTo("hard-sharing");
    Parameters parameters = Parameters.fresh(network, 1);
    NetworkGraph graph = network.graph(parameters, request(Mode.EVALUATION, 16, "floor", "room"));
    INDArray images = Formula.fill("images", 1, 2, 3, 16, 16);
    try (InferencePlan plan = InferencePlan.builder(graph.sameDiff()).input(graph.input(), images.shape())
        .outputs(List.copyOf(graph.predictions().values())).build()) {
      plan.input(graph.input()).assign(images);
      plan.run();
      assertThat(plan.value("floor/prediction").shape()).containsExactly(2, 5, 4, 4);
      assertThat(plan.value("room/prediction").shape()).containsExactly(2, 2);
      Map<String, INDArray> own = graph.sameDiff().output(Map.of(graph.input(), images), "floor/prediction");
      assertThat(own.get("floor/prediction").sub(plan.value("floor/prediction")).amaxNumber().doubleValue()).as("against SameDiff")
          .isLessThan(1e-5);
    }
    assertThat(network.graph(parameters, request(Mode.EVALUATION, 32, "floor")).parameters())
        .contains("swin.layers.0.downsample.reduction.weight").doesNotContain("head.room.weight");
  }

  @Test
  void everyParameterOfAStepHasAGradient() {
    SwinNetwork network = builder().dataType(DataType.DOUBLE).build();
    Parameters parameters = Parameters.fresh(network, 1);
    NetworkGraph graph = network.graph(parameters, request(Mode.TRAINING, 16, "floor", "room"));
    assertThat(graph.feeds()).extracting(Feed::placeholder).containsExactly("swin/layers.0.blocks.1.attn.path.mask",
        "swin/layers.0.blocks.1.mlp.path.mask",
        "swin/layers.1.blocks.0.attn.path.mask", "swin/layers.1.blocks.0.mlp.path.mask");
    graph.sameDiff().math().square(graph.sameDiff().getVariable("floor/prediction")).sum().add("loss", graph.sameDiff().math()
        .square(graph.sameDiff().getVariable("room/prediction")).sum());
    TrainingPlan.Builder step = TrainingPlan.builder(graph.sameDiff()).input(graph.input(), 2, 3, 16, 16).loss("loss")
        .gradientsOf(graph.parameters());
    graph.feeds().forEach(feed -> step.input(feed.placeholder(), 2, 1, 1));
    try (TrainingPlan plan = step.build()) {
      plan.input(graph.input()).assign(Formula.fill("images", 1, 2, 3, 16, 16).castTo(DataType.DOUBLE));
      graph.feeds().forEach(feed -> plan.input(feed.placeholder()).assign(1));
      plan.forward();
      plan.backward();
      List<String> still = new ArrayList<>(graph.parameters());
      still.removeIf(name -> plan.gradient(name).amaxNumber().doubleValue() > 0);
      assertThat(still).isEmpty();
    }
  }

  @Test
  void fingerprintsTellStructuresApart() {
    assertThat(builder().build().fingerprint()).isEqualTo(builder().build().fingerprint()).isEqualTo("""
        swin 1
        channels 3 size 16x16 patch 2 width 8 window 4
        stage 2 heads 2
        stage 1 heads 2
        mlp 4.0 bias true scale usual positions false patchNorm true dropPath 0.3
        task floor SEGMENTATION 5 conv1x1 {}
        task room CLASSIFICATION 2 linear {}
        """);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    SwinNetwork network = builder().build();
    Parameters parameters = Parameters.fresh(network, 1);
    assertThatThrownBy(() -> network.graph(parameters, request(Mode.TRAINING, 24, "floor"))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("stage 1 of a Swin transformer on images of 24x24 has 6x6 tokens, which windows of 4x4 do not divide");
    assertThatThrownBy(() -> network.graph(parameters, new GraphRequest(() -> "soft", List.of("floor"), Mode.TRAINING, 16, 16)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("a Swin network has no view 'soft'; it has static");
    assertThatThrownBy(() -> network.graph(parameters, request(Mode.TRAINING, 16, "wall")))
        .hasMessage("the model has no task 'wall'; its tasks are floor, room");
    assertThatThrownBy(() -> SwinNetwork.builder(SPEC).build())
        .hasMessage("a Swin network needs at least one task; add one with task(...)");
  }
}
