package org.automtl4j.graph.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.internal.dl4j.ExportedGraph;
import org.automtl4j.graph.model.internal.dl4j.GraphExporter;
import org.automtl4j.graph.model.internal.onnx.OnnxExporter;
import org.automtl4j.graph.model.internal.onnx.OnnxRun;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.graph.prototxt.UnsupportedFields;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whole models, found architectures of the golden networks among them, compute the same under plain Deeplearning4j and ONNX Runtime, and store each number once. */
class ExportedModelsTest {

  static Stream<Path> networks() {
    return GoldenFolder.cases("node_types").stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyArchitectureOfEveryNetworkGoesOver(Path folder) {
    Backbone backbone = tracked(Prototxt.read(folder.resolve("backbone.prototxt"), UnsupportedFields.IGNORE));
    RandomStream random = RandomStream.of(5, folder.getFileName().toString());
    SuperModel model = twoTasks(backbone, BatchNormPolicy.SEARCH);
    check(model, Stage.COMMON, Optional.empty());
    check(model, Stage.TASK_SPECIFIC, Optional.empty());
    check(model, Stage.HARD, Optional.of(Architecture.uniform(model, Branch.SKIP)));
    check(model, Stage.HARD, Optional.of(Architecture.sample(model, random)));
    check(model, Stage.HARD, Optional.of(Architecture.sample(model, random)));
    SuperModel ownNorms = twoTasks(backbone, BatchNormPolicy.TASK_SPECIFIC);
    check(ownNorms, Stage.HARD, Optional.of(Architecture.uniform(ownNorms, Branch.SHARED))); // every kernel shared, no BatchNorm
    check(ownNorms, Stage.HARD, Optional.of(Architecture.sample(ownNorms, random)));
  }

  @Test
  void aSingleTaskIsThePlainBackboneAndItsHead() {
    Backbone backbone = Nets.chain(3, Nets.conv("a", 4, 3, 2, 1, 1, true), Nets.norm("b"), Nets.relu("c"));
    SuperModel model = SuperModel.builder(backbone).task(Task.classification("kind", 5), TaskHead.linear()).build();
    Nets.randomise(model, 1);
    check(model, Stage.HARD, Optional.empty());
  }

  @Test
  void asppAndLinearHeadsOfThreeTasksGoOver() {
    Backbone backbone = Nets.chain(3, Nets.conv("a", 4, 3, 2, 1, 1, true), Nets.norm("b"), Nets.relu("c"), Nets.conv("d", 4, 3, 1, 2, 4, false),
        new Pooling("p", Pooling.Mode.MAX, 3, 2, 0, true, false));
    SuperModel model = SuperModel.builder(backbone).task(Task.segmentation("floor", 5), TaskHead.aspp(3)).task(Task.depth("depth"), TaskHead.conv1x1())
        .task(Task.regression("pose", 6), TaskHead.linear()).batchNormPolicy(BatchNormPolicy.SEARCH).build();
    Nets.randomise(model, 2);
    Set<Branch> seen = EnumSet.noneOf(Branch.class);
    RandomStream random = RandomStream.of(9, "branches");
    for (int i = 0; i < 4; i++) {
      Architecture architecture = Architecture.sample(model, random);
      architecture.tasks().forEach(task -> seen.add(architecture.branch(task, 1))); // layer 1 is a BatchNorm
      check(model, Stage.HARD, Optional.of(architecture));
    }
    assertThat(seen).containsExactlyInAnyOrder(Branch.values());
  }

  @Test
  void doublePrecisionStaysDouble() {
    SuperModel model = SuperModel.builder(Nets.chain(2, Nets.conv("a", 3, 3, 1, 1, 1, true), Nets.norm("b"))).task(Task.depth("depth"), TaskHead.conv1x1(2))
        .dataType(DataType.DOUBLE).build();
    Nets.randomise(model, 2);
    assertThat(check(model, Stage.COMMON, Optional.empty()).params().dataType()).isEqualTo(DataType.DOUBLE);
  }

  @Test
  void aBatchNormWithoutRunningStatisticsIsRefused() {
    Backbone backbone = Nets.chain(2, Nets.conv("a", 3, 3, 1, 1, 1, true), new BatchNorm("live", 1e-5, 0.1, true, false));
    SuperModel model = SuperModel.builder(backbone).task(Task.depth("depth"), TaskHead.conv1x1()).build();
    assertThatThrownBy(() -> export(TaskGraphs.build(model, Stage.COMMON, "depth", false, 8, 8), new Shape(2, 8, 8))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1.live").hasMessageContaining("running statistics");
  }

  @Test
  void stagesThatMixBranchesAreRefused() {
    Backbone backbone = Nets.chain(2, Nets.conv("a", 2, 3, 1, 1, 1, true));
    SuperModel model = twoTasks(backbone, BatchNormPolicy.TASK_SPECIFIC);
    assertThatThrownBy(() -> export(TaskGraphs.build(model, Stage.PRE_TRAIN, "first", false, 8, 8), new Shape(2, 8, 8))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("first/0.a").hasMessageContaining("not stored");
  }

  private static SuperModel twoTasks(Backbone backbone, BatchNormPolicy policy) {
    SuperModel model = SuperModel.builder(backbone).task(Task.segmentation("first", 3), TaskHead.conv1x1(4)).task(Task.depth("second"), TaskHead.conv1x1())
        .batchNormPolicy(policy).build();
    Nets.randomise(model, 7);
    model.policyNodes().forEach(node -> model.tasks().forEach(task -> model.parameters().get("policy." + task.name()).assign(0)));
    return model;
  }

  /** The same network with running statistics everywhere. */
  private static Backbone tracked(Backbone backbone) {
    List<Node> nodes = new ArrayList<>();
    for (Node n : backbone.nodes()) {
      nodes.add(n.layer() instanceof BatchNorm b
          ? new Node(n.index(), new BatchNorm(b.name(), b.epsilon(), b.momentum(), b.affine(), true), n.top(), n.bottoms(), n.inputs())
          : n);
    }
    Backbone tracked = Backbone.of(backbone.name(), backbone.inputChannels(), nodes);
    return backbone.headerShape().map(shape -> tracked.withHeader(shape.height(), shape.width())).orElse(tracked);
  }

  private static ComputationGraph check(SuperModel model, Stage stage, Optional<Architecture> architecture) {
    Shape shape = model.backbone().headerShape().orElse(new Shape(model.backbone().inputChannels(), 17, 15));
    List<String> tasks = model.tasks().stream().map(Task::name).toList();
    TaskGraph graph = TaskGraphs.inference(model, stage, tasks, shape.height(), shape.width(), architecture);
    ComputationGraph exported = HandMade.reread(export(graph, shape).graph());
    assertThat(exported.numParams()).isEqualTo(ModelSize.of(model, stage, architecture, shape.height(), shape.width()).parameters());
    INDArray x = Nets.random(model.dataType(), 3, 2, shape.channels(), shape.height(), shape.width());
    List<String> predictions = tasks.stream().map(graph.predictions()::get).toList();
    Map<String, INDArray> expected = Nets.run(graph, Map.of("input", x), predictions);
    INDArray[] found = exported.output(x);
    assertThat(exported.getConfiguration().getNetworkOutputs()).isEqualTo(tasks);
    for (int i = 0; i < found.length; i++) {
      INDArray right = expected.get(predictions.get(i));
      assertThat(found[i].shape()).isEqualTo(right.shape());
      double scale = Math.max(1e-3, right.amaxNumber().doubleValue());
      assertThat(found[i].sub(right).amaxNumber().doubleValue()).as(tasks.get(i) + " " + stage + " " + architecture).isLessThan(2e-5 * scale);
    }
    Map<String, String> outputs = new LinkedHashMap<>();
    tasks.forEach(task -> outputs.put(task, graph.predictions().get(task)));
    long[] image = {shape.channels(), shape.height(), shape.width()};
    try (OnnxRun onnx = OnnxRun.of(OnnxExporter.export(graph.sameDiff(), graph.input(), image, outputs, Map.of()))) {
      onnx.run(x).forEach((task, output) -> {
        INDArray right = expected.get(outputs.get(task)).castTo(DataType.FLOAT);
        double scale = Math.max(1e-3, right.amaxNumber().doubleValue());
        assertThat(output.sub(right).amaxNumber().doubleValue()).as("ONNX " + task + " " + stage + " " + architecture).isLessThan(2e-5 * scale);
      });
    }
    return exported;
  }

  private static ExportedGraph export(TaskGraph graph, Shape shape) {
    Map<String, String> predictions = new LinkedHashMap<>();
    graph.tasks().forEach(task -> predictions.put(task, graph.predictions().get(task)));
    return GraphExporter.export(graph.sameDiff(), graph.input(), new long[] {shape.channels(), shape.height(), shape.width()}, predictions);
  }
}
