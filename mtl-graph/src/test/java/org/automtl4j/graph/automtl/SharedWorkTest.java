package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.ops.StaticShapes;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.HeadConvolution;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.Features.FeatureMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** What is counted is what the graphs that are built count, for any architecture of any backbone. */
class SharedWorkTest {
  /** Graphs of the large backbones take a while to be built. */
  private static final int OF_SMALL = 16;
  private static final int OF_LARGE = 2;
  private static final int LAYERS_OF_SMALL = 45;
  private static final int SIDE = 64;

  private static final Backbone TINY = Backbone.builder("tiny").input(3).convolution(6, 3, c -> c.stride(2).pad(1)).batchNorm().relu().as("stem")
      .convolution(6, 3, c -> c.pad(1)).batchNorm().plus("stem").relu().convolution(8, 3, c -> c.pad(1).groups(2)).batchNorm().convolution(8, 3).relu().build();

  static Stream<Arguments> everyBackbone() {
    return Stream.concat(Stream.of(TINY), Backbone.names().stream().map(Backbone::named))
        .flatMap(backbone -> Stream.of(BatchNormPolicy.values()).map(policy -> Arguments.of(backbone, policy)));
  }

  private static SuperModel model(Backbone backbone, BatchNormPolicy policy, int bottom) {
    return SuperModel.builder(backbone).task(Task.segmentation("seg", 3), TaskHead.aspp(4)).task(Task.depth("depth"), TaskHead.conv1x1(3))
        .task(Task.classification("kind", 5), TaskHead.linear()).batchNormPolicy(policy).shareBottom(bottom).build();
  }

  @ParameterizedTest
  @MethodSource("everyBackbone")
  void anyArchitectureCostsWhatItsGraphDoes(Backbone backbone, BatchNormPolicy policy) {
    SuperModel model = model(backbone, policy, 1);
    try {
      SharedWork work = SharedWork.of(model, SIDE, SIDE);
      RandomStream random = RandomStream.of(3, backbone.name() + policy);
      int count = backbone.nodes().size() <= LAYERS_OF_SMALL ? OF_SMALL : OF_LARGE;
      for (int i = 0; i < count; i++) {
        Architecture drawn = i % 2 == 0 ? Architecture.sample(model, random) : mostlyShared(model, random);
        assertThat(work.of(drawn).size()).as("%s", drawn).isEqualTo(ModelSize.of(model, Stage.HARD, Optional.of(drawn), SIDE, SIDE));
      }
      assertThat(work.hardSharing().size()).isEqualTo(ModelSize.of(model, Stage.COMMON, Optional.empty(), SIDE, SIDE));
    } finally {
      model.parameters().close();
    }
  }

  @ParameterizedTest
  @EnumSource(BatchNormPolicy.class)
  void whatTasksShareForAWhileAndThenNotIsCountedToTheUnit(BatchNormPolicy policy) {
    SuperModel model = model(TINY, policy, 0);
    SharedWork work = SharedWork.of(model, 16, 16);
    RandomStream random = RandomStream.of(4, "mostly shared " + policy);
    for (int i = 0; i < 30; i++) {
      Architecture drawn = mostlyShared(model, random);
      assertThat(work.of(drawn).size()).as("%s", drawn).isEqualTo(ModelSize.of(model, Stage.HARD, Optional.of(drawn), 16, 16));
      TaskGraph graph = TaskGraphs.inference(model, Stage.HARD, work.tasks(), 16, 16, Optional.of(drawn));
      assertThat(multiplyAdds(graph)).as("by its operations, %s", drawn).isEqualTo(work.of(drawn).multiplyAdds());
      Map<String, Long> alone = work.byTask(drawn);
      assertThat(alone).containsOnlyKeys("seg", "depth", "kind");
      alone.forEach((task, cost) -> assertThat(cost).isEqualTo(
          TaskGraphs.inference(model, Stage.HARD, List.of(task), 16, 16, Optional.of(drawn)).multiplyAdds()));
      assertThat(work.of(drawn).multiplyAdds()).isLessThanOrEqualTo(alone.values().stream().mapToLong(Long::longValue).sum());
    }
  }

  @Test
  void aHeadIsCountedOnTheMapsThatItHas() {
    Backbone backbone = Backbone.builder("steps").input(3).convolution(6, 3, c -> c.pad(1)).relu().convolution(8, 3, c -> c.stride(2).pad(1)).batchNorm().relu().build();
    TaskHead head = (scope, feature, task) -> {
      FeatureMap early = scope.features().maps().get(0);
      assertThat(scope.features().maps()).hasSize(2);
      assertThat(scope.features().last().value().name()).isEqualTo(feature.name());
      SDVariable enlarged = scope.sameDiff().cnn().upsampling2d(feature, 2, 2, true); // [N, 8, 2h, 2w]
      SDVariable deep = scope.conv("deep", enlarged, 8, task.outputs(), 3, 1); // [N, outputs, 2h, 2w]
      HeadConvolution unbiased = new HeadConvolution(6, task.outputs(), 1, 1, false, Initializer.constant(1), Initializer.constant(0));
      return deep.add(scope.conv("early", early.value(), unbiased)); // [N, outputs, 2h, 2w]
    };
    SuperModel model = SuperModel.builder(backbone).task(Task.depth("depth"), head).task(Task.segmentation("seg", 3), TaskHead.conv1x1()).build();
    SharedWork work = SharedWork.of(model, 16, 12);
    TaskGraph graph = TaskGraphs.inference(model, Stage.COMMON, work.tasks(), 16, 12, Optional.empty());
    assertThat(StaticShapes.of(graph.sameDiff().getVariable(graph.predictions().get("depth")))).endsWith(1, 16, 12);
    assertThat(work.hardSharing().size()).isEqualTo(ModelSize.of(model, Stage.COMMON, Optional.empty(), 16, 12));
    long trunk = 16 * 12 * 9 * 3 * 6L + 8 * 6 * 9 * 6 * 8L;
    assertThat(work.hardSharing().multiplyAdds()).isEqualTo(trunk + 16 * 12 * (9 * 8 + 6L) + 8 * 6 * 8 * 3L);
  }

  /** Uniform draws part at the first layers already; these have a trunk more often than not. */
  private static Architecture mostlyShared(SuperModel model, RandomStream random) {
    Architecture drawn = Architecture.uniform(model, Branch.SHARED);
    for (String task : drawn.tasks()) {
      for (var node : model.policyNodes()) {
        if (random.nextDouble() < 1.0 / model.policyNodes().size()) {
          drawn = drawn.with(task, node.layer(), node.choices().get((int) (random.nextDouble() * node.choices().size())));
        }
      }
    }
    return drawn;
  }

  /** Counts again, from the operations and the shapes of their arguments. */
  private static long multiplyAdds(TaskGraph graph) {
    long sum = 0;
    for (SameDiffOp op : graph.sameDiff().getOps().values()) {
      String kind = op.getOp().opName();
      if (kind.equals("conv2d") || kind.equals("depthwise_conv2d")) {
        long[] kernel = StaticShapes.of(graph.sameDiff().getVariable(op.getInputsToOp().get(1))); // [kH, kW, inputs, outputs]
        long[] out = StaticShapes.of(graph.sameDiff().getVariable(op.getOutputsOfOp().get(0))); // [N, outputs, H, W]
        sum += kernel[0] * kernel[1] * (kind.equals("conv2d") ? kernel[2] : 1) * out[1] * out[2] * out[3];
      } else if (kind.equals("matmul")) {
        long[] weight = StaticShapes.of(graph.sameDiff().getVariable(op.getInputsToOp().get(1))); // [inputs, outputs]
        sum += weight[0] * weight[1];
      }
    }
    return sum;
  }

  @Test
  void hardSharingAndSingleTaskModelsAreTheEndsOfTheScale() {
    SuperModel model = model(TINY, BatchNormPolicy.TASK_SPECIFIC, 0);
    SharedWork work = SharedWork.of(model, 16, 16);
    ModelSize single = ModelSize.of(alone("seg", TaskHead.aspp(4), Task.segmentation("seg", 3)), Stage.COMMON, Optional.empty(), 16, 16)
        .plus(ModelSize.of(alone("depth", TaskHead.conv1x1(3), Task.depth("depth")), Stage.COMMON, Optional.empty(), 16, 16))
        .plus(ModelSize.of(alone("kind", TaskHead.linear(), Task.classification("kind", 5)), Stage.COMMON, Optional.empty(), 16, 16));
    assertThat(work.singleTasks()).isEqualTo(single);
    long heads = work.hardSharing().heads().values().stream().mapToLong(WorkPart::total).sum();
    assertThat(work.hardSharing().multiplyAdds()).isEqualTo(TINY.multiplyAdds(16, 16) + heads);
    assertThat(single.multiplyAdds()).isEqualTo(3 * TINY.multiplyAdds(16, 16) + heads);
    // With BatchNorms of their own tasks share numbers, and of computation only what comes before the first of them.
    ModelWork shared = work.of(Architecture.uniform(model, Branch.SHARED));
    assertThat(shared.backboneParameters()).isEqualTo(work.hardSharing().backboneParameters());
    assertThat(shared.layers().get(0).operation().passes()).isEqualTo(1);
    assertThat(shared.layers().stream().skip(2).filter(l -> l.operation().multiplyAdds() > 0)).allMatch(l -> l.operation().passes() == 3);
  }

  private static SuperModel alone(String name, TaskHead head, Task task) {
    return SuperModel.builder(TINY).task(task, head).build();
  }

  @Test
  void aLayerThatNothingDependsOnIsNotComputed() {
    Backbone dead = org.automtl4j.graph.prototxt.Prototxt.parse("""
        name: "dead"
        input: "data"
        input_dim: [1, 3, 8, 8]
        layer { name: "c1" type: "Convolution" bottom: "data" top: "c1" convolution_param { num_output: 4 kernel_size: 3 pad: 1 } }
        layer { name: "c2" type: "Convolution" bottom: "c1" top: "c2" convolution_param { num_output: 4 kernel_size: 3 pad: 1 } }
        layer { name: "c3" type: "Convolution" bottom: "c1" top: "c3" convolution_param { num_output: 4 kernel_size: 3 pad: 1 } }
        """, "dead.prototxt");
    SuperModel model = model(dead, BatchNormPolicy.TASK_SPECIFIC, 0);
    Architecture shared = Architecture.uniform(model, Branch.SHARED);
    ModelWork work = SharedWork.of(model, 8, 8).of(shared);
    assertThat(work.layers()).extracting(l -> l.operation().passes()).containsExactly(1, 0, 1);
    assertThat(work.size()).isEqualTo(ModelSize.of(model, Stage.HARD, Optional.of(shared), 8, 8));
  }
}
