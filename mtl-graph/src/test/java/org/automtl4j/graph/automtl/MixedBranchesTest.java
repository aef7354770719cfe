package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Layer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The law behind mixed kernels: what a stage computes at one layer is the weighted sum of what the branches compute alone. */
class MixedBranchesTest {

  static Stream<Layer> layers() {
    return Stream.of(
        Nets.conv("plain", 4, 3, 1, 1, 1, false),
        Nets.conv("biased and dilated", 4, 3, 1, 2, 1, true),
        Nets.conv("pointwise", 4, 1, 1, 1, 1, true),
        Nets.conv("grouped", 4, 5, 1, 1, 2, true),
        Nets.conv("depthwise", 4, 3, 1, 1, 4, false),
        Nets.conv("depthwise, biased", 4, 3, 1, 3, 4, true),
        Nets.conv("projecting", 6, 3, 1, 1, 1, true),
        Nets.conv("projecting without bias", 3, 3, 2, 1, 1, false),
        Nets.conv("projecting, grouped", 6, 3, 2, 1, 2, false),
        Nets.conv("projecting, depthwise with multiplier", 8, 3, 1, 1, 4, true),
        new Convolution("even", 4, 2, 1, 1, 2, 1, true),
        new Convolution("even and projecting", 5, 4, 2, 3, 2, 1, false),
        new Convolution("without skip", 4, 3, 1, 0, 1, 1, true),
        Nets.norm("norm"),
        new BatchNorm("norm without affine", 1e-3, 0.3, false, true),
        new BatchNorm("norm on the batch", 1e-3, 0.3, true, false));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aStageIsTheWeightedSumOfItsBranches(Layer layer) {
    SuperModel model = model(layer);
    PolicyNode node = model.policyNodes().get(0);
    PolicyDistribution p = PolicyDistribution.of(model, "a");
    for (boolean training : new boolean[] {true, false}) {
      Map<Branch, INDArray> alone = new EnumMap<>(Branch.class);
      for (Branch branch : node.choices()) {
        alone.put(branch, run(model, TaskGraphs.build(model, Stage.HARD, List.of("a"), training, 6, 7, Optional.of(Architecture.uniform(model, branch)))));
      }
      INDArray soft = alone.get(Branch.SHARED).like();
      INDArray mean = soft.like();
      alone.forEach((branch, y) -> soft.addi(y.mul(p.probability(node, branch))));
      alone.forEach((branch, y) -> mean.addi(y.mul(1.0 / node.choices().size())));
      assertClose(run(model, TaskGraphs.build(model, Stage.SOFT, "a", training, 6, 7)), soft);
      assertClose(run(model, TaskGraphs.build(model, Stage.PRE_TRAIN, "a", training, 6, 7)), mean);
      assertClose(run(model, TaskGraphs.build(model, Stage.COMMON, "a", training, 6, 7)), alone.get(Branch.SHARED));
      assertClose(run(model, TaskGraphs.build(model, Stage.TASK_SPECIFIC, "a", training, 6, 7)), alone.get(Branch.SPECIFIC));
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aLayerTakesOneConvolutionWhateverTheStage(Layer layer) {
    SuperModel model = model(layer);
    for (Stage stage : Stage.values()) {
      TaskGraph graph = TaskGraphs.build(model, stage, "a", false, 6, 7);
      long most = layer instanceof Convolution c ? (long) c.groups() + (c.groups() > 1 || c.kernel() % 2 == 0 ? 1 : 0) : 0;
      assertThat(Stream.of(graph.sameDiff().ops()).filter(op -> op.opName().endsWith("conv2d")).count()).isLessThanOrEqualTo(most);
    }
  }

  private static SuperModel model(Layer layer) {
    Backbone backbone = Nets.chain(4, layer);
    SuperModel model = SuperModel.builder(backbone).batchNormPolicy(BatchNormPolicy.SEARCH).dataType(DataType.DOUBLE)
        .task(Nets.wide("a", backbone), Nets.NO_HEAD).task(Nets.wide("b", backbone), Nets.NO_HEAD).build();
    Nets.randomise(model, 3);
    return model;
  }

  private static INDArray run(SuperModel model, TaskGraph graph) {
    Map<String, INDArray> inputs = new HashMap<>(Map.of(graph.input(), Nets.random(DataType.DOUBLE, 1, 2, 4, 6, 7)));
    graph.noise().values().forEach(noise -> inputs.put(noise, Nd4j.zeros(DataType.DOUBLE, model.policyNodes().size(), 3)));
    graph.temperature().ifPresent(temperature -> inputs.put(temperature, Nd4j.scalar(1.0)));
    String output = graph.predictions().get("a");
    return Nets.run(graph, inputs, List.of(output)).get(output);
  }

  private static void assertClose(INDArray found, INDArray expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(found.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-10 * (1 + expected.amaxNumber().doubleValue()));
  }
}
