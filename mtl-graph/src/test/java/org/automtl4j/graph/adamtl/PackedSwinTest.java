package org.automtl4j.graph.adamtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.swin.SwinDetails;
import org.automtl4j.graph.swin.SwinSpec;
import org.automtl4j.plan.InferencePlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Inference that leaves out what is not wanted, beside the graph that computes everything and masks it. */
class PackedSwinTest {
  private static final int SIDE = 16;
  private static final int IMAGES = 3;
  private static final int BLOCKS = 5;

  private static AdaptiveSwin network(ControllerPolicy policy, boolean blocks, boolean tokens, SkippedToken skipped) {
    SwinSpec spec = new SwinSpec(new SwinSpec.Image(3, SIDE, SIDE, 2), 4, List.of(new SwinSpec.Stage(2, 1), new SwinSpec.Stage(2, 2), new SwinSpec.Stage(1, 2)), 4,
        SwinDetails.usual().withMlpRatio(2));
    return AdaptiveSwin.builder(spec).decoder(4).controllers(new Controllers(policy, blocks, tokens, 3, 3, 5, skipped)).task(Task.segmentation("floor", 3)).task(Task.depth("depth"))
        .build();
  }

  /** Numbers with which controllers are of several minds. */
  private static Parameters parameters(AdaptiveSwin network) {
    Parameters parameters = Parameters.fresh(network, 5);
    parameters.specs().stream().filter(spec -> AdaptiveSwin.isController(spec.name())).forEach(spec -> {
      Nd4j.getRandom().setSeed(spec.name().hashCode());
      parameters.set(spec.name(), Nd4j.randn(DataType.FLOAT, spec.shape()).mul(spec.shape().length > 1 ? 0.5 : 0.1));
    });
    return parameters;
  }

  private static INDArray images(int count) {
    Nd4j.getRandom().setSeed(3);
    return Nd4j.randn(DataType.FLOAT, count, 3, SIDE, SIDE);
  }

  private static Map<String, INDArray> whole(AdaptiveSwin network, Parameters parameters, AdaptiveView view, INDArray images) {
    NetworkGraph graph = network.graph(parameters, new GraphRequest(view, List.of("floor", "depth"), Mode.INFERENCE, SIDE, SIDE));
    assertThat(graph.feeds()).isEmpty();
    List<String> outputs = Stream.concat(graph.predictions().values().stream(), graph.outputs().values().stream()).toList();
    try (InferencePlan plan = InferencePlan.builder(graph.sameDiff()).input(graph.input(), images.shape()).outputs(outputs).build()) {
      plan.assign(graph.input(), images);
      plan.run();
      Map<String, INDArray> values = new HashMap<>();
      graph.predictions().forEach((task, variable) -> values.put(task, plan.value(variable).dup('c')));
      graph.outputs().forEach((name, variable) -> values.put(name, plan.value(variable).dup('c')));
      return values;
    }
  }

  static Stream<Arguments> networks() {
    return Stream.of(ControllerPolicy.values()).flatMap(policy -> Stream.of(SkippedToken.values()).flatMap(skipped -> Stream.of(
        Arguments.of(policy, true, true, skipped), Arguments.of(policy, true, false, skipped), Arguments.of(policy, false, true, skipped))));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void packedEqualsMasked(ControllerPolicy policy, boolean blocks, boolean tokens, SkippedToken skipped) {
    AdaptiveSwin network = network(policy, blocks, tokens, skipped);
    Parameters parameters = parameters(network);
    INDArray images = images(IMAGES);
    Map<String, INDArray> masked = whole(network, parameters, new AdaptiveView.Adaptive(), images);
    try (PackedSwin packed = new PackedSwin(network, parameters)) {
      PackedSwin.Answer answer = packed.run(images, PackedSwin.LEARNT);
      answer.predictions().forEach((task, prediction) -> assertThat(farthest(prediction, masked.get(task))).as(task).isLessThan(1e-5));
      for (int image = 0; image < IMAGES; image++) {
        int i = image;
        long run = IntStream.range(0, 3).boxed().flatMap(stage -> IntStream.range(0, stage == 2 ? 1 : 2).filter(block -> runs(masked, i, stage, block)).boxed()).count();
        assertThat(answer.costs().get(i).blocks()).isEqualTo((int) run);
      }
      INDArray alone = packed.run(images(1), PackedSwin.LEARNT).predictions().get("depth");
      assertThat(alone.size(0)).isEqualTo(1);
    }
  }

  private static boolean runs(Map<String, INDArray> masked, int image, int stage, int block) {
    INDArray blocks = masked.get(MaskNames.blocks(stage));
    INDArray tokens = masked.get(MaskNames.tokens(stage, block));
    return (blocks == null || blocks.getDouble(image, block) > 0) && (tokens == null || tokens.slice(image).maxNumber().doubleValue() > 0);
  }

  private static double farthest(INDArray a, INDArray b) {
    return Transforms.abs(a.sub(b)).maxNumber().doubleValue();
  }

  @Test
  void effortGoesFromNothingToEverything() {
    AdaptiveSwin network = network(ControllerPolicy.PER_TASK, true, true, SkippedToken.IDENTITY);
    Parameters parameters = parameters(network);
    INDArray images = images(IMAGES);
    Map<String, INDArray> all = whole(network, parameters, new AdaptiveView.Static(), images);
    try (PackedSwin packed = new PackedSwin(network, parameters)) {
      double before = -1;
      for (double effort : new double[] {0, 0.3, 0.5, 0.7, 1}) {
        PackedSwin.Answer answer = packed.run(images, effort);
        double tokens = answer.costs().stream().mapToLong(PackedSwin.Cost::tokens).sum();
        assertThat(tokens).isGreaterThanOrEqualTo(before);
        before = tokens;
        if (effort == 0) {
          assertThat(answer.costs()).allMatch(cost -> cost.blocks() == 0 && cost.tokens() == 0);
        }
        if (effort == 1) {
          assertThat(answer.costs()).allMatch(cost -> cost.blocks() == BLOCKS && cost.tokens() == 2 * 64 + 2 * 16 + 4);
          answer.predictions().forEach((task, prediction) -> assertThat(farthest(prediction, all.get(task))).isLessThan(1e-5));
          NetworkGraph graph = network.graph(parameters, new GraphRequest(new AdaptiveView.Adaptive(), List.of("floor", "depth"), Mode.INFERENCE, SIDE, SIDE));
          assertThat((double) answer.costs().get(0).multiplyAdds()).isCloseTo(graph.multiplyAdds(), within(1e-9));
        }
      }
      assertThatThrownBy(() -> packed.run(images, 1.1)).isInstanceOf(InvalidInputException.class).hasMessage("effort: found 1.1, allowed: from 0 to 1");
    }
  }
}
