package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Dropout;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.StatisticsUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TaskGraphsTest {
  private static final Backbone BACKBONE =
      Nets.chain(3, Nets.conv("c 0", 4, 3, 2, 1, 1, true), Nets.norm("b1"), Nets.relu("r2"), Nets.conv("c3", 4, 3, 1, 1, 1, false), Nets.norm("b4"));

  private static SuperModel.Builder builder(Backbone backbone) {
    return SuperModel.builder(backbone).task(Task.depth("a"), TaskHead.conv1x1()).task(Task.depth("b"), TaskHead.conv1x1()).dataType(DataType.DOUBLE);
  }

  private static SuperModel model() {
    SuperModel model = builder(BACKBONE).build();
    Nets.randomise(model, 2);
    return model;
  }

  private static TaskGraph hard(SuperModel model, Architecture architecture, String... tasks) {
    return TaskGraphs.build(model, Stage.HARD, List.of(tasks), false, 6, 6, Optional.of(architecture));
  }

  private static Map<String, INDArray> run(SuperModel model, TaskGraph graph) {
    Map<String, INDArray> inputs = new HashMap<>(Map.of(TaskGraph.INPUT, Nets.random(DataType.DOUBLE, 1, 2, 3, 6, 6)));
    graph.noise().values().forEach(noise -> inputs.put(noise, Nets.random(DataType.DOUBLE, 5, model.policyNodes().size(), 3)));
    graph.temperature().ifPresent(temperature -> inputs.put(temperature, Nd4j.scalar(2.0)));
    return Nets.run(graph, inputs, graph.tasks().stream().map(graph.predictions()::get).toList());
  }

  private static long count(TaskGraph graph, String op) {
    return Arrays.stream(graph.sameDiff().ops()).filter(o -> o.opName().equals(op)).count();
  }

  @Test
  void variablesBearTaskAndLayer() {
    TaskGraph graph = TaskGraphs.build(model(), Stage.SOFT, "a", true, 6, 6);
    assertThat(graph.layers().get("a")).containsExactly("a/0.c_0", "a/1.b1", "a/2.r2", "a/3.c3", "a/4.b4");
    assertThat(graph.features()).containsEntry("a", "a/4.b4");
    assertThat(graph.predictions()).containsEntry("a", "a/prediction");
    assertThat(graph.noise()).containsEntry("a", "noise.a");
    assertThat(graph.temperature()).contains("temperature");
  }

  @Test
  void aGraphReadsTheParametersOnItsPathOnlyAndTheModelsOwnArrays() {
    SuperModel model = model();
    TaskGraph graph = hard(model, Architecture.uniform(model, Branch.SHARED).with("a", 3, Branch.SKIP), "a");
    assertThat(graph.parameters()).containsExactlyInAnyOrder("layer.0.shared.weight", "layer.0.shared.bias",
        "layer.1.specific.a.gamma", "layer.1.specific.a.beta", "layer.1.specific.a.mean", "layer.1.specific.a.variance",
        "layer.4.specific.a.gamma", "layer.4.specific.a.beta", "layer.4.specific.a.mean", "layer.4.specific.a.variance", "head.a.weight", "head.a.bias");
    INDArray before = run(model, graph).get("a/prediction").dup();
    model.parameters().get("head.a.bias").addi(1);
    assertThat(run(model, graph).get("a/prediction").sub(before).sub(1).amaxNumber().doubleValue()).isLessThan(1e-12);
  }

  /** SameDiff's usual holders keep a second copy of every array, which doubles the weights in each graph. */
  @Test
  void aGraphHoldsEachArrayOnce() {
    SuperModel model = model();
    SameDiff sd = hard(model, Architecture.uniform(model, Branch.SHARED), "a", "b").sameDiff();
    assertThat(sd.getVariablesArrays()).isInstanceOf(SingleThreadArrayHolder.class);
    assertThat(sd.getConstantArrays()).isInstanceOf(SingleThreadArrayHolder.class);
    sd.variables().stream().filter(v -> model.parameters().contains(v.name())).forEach(v -> assertThat(v.getArr()).isSameAs(model.parameters().get(v.name())));
  }

  @Test
  void whatTasksHaveInCommonIsComputedOnce() {
    SuperModel model = model();
    Architecture architecture = Architecture.uniform(model, Branch.SHARED).with("b", 3, Branch.SPECIFIC);
    TaskGraph both = hard(model, architecture, "a", "b");
    assertThat(both.layers().get("a").get(0)).isEqualTo(both.layers().get("b").get(0)).isEqualTo("a/0.c_0");
    assertThat(both.layers().get("a").get(1)).isNotEqualTo(both.layers().get("b").get(1)); // a BatchNorm each
    assertThat(count(both, "conv2d")).isEqualTo(1 + 2 + 2);
    Map<String, INDArray> joint = run(model, both);
    for (String task : List.of("a", "b")) {
      assertThat(joint.get(task + "/prediction")).isEqualTo(run(model, hard(model, architecture, task)).get(task + "/prediction"));
    }
    TaskGraph common = TaskGraphs.build(model, Stage.COMMON, List.of("a", "b"), true, 6, 6, Optional.empty());
    assertThat(common.layers().get("a")).isEqualTo(common.layers().get("b"));
    assertThat(common.statistics()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void severalTasksInOneGraphGiveWhatTheyGiveAlone(Stage stage) {
    SuperModel model = builder(BACKBONE).batchNormPolicy(BatchNormPolicy.SEARCH).build();
    Nets.randomise(model, 4);
    for (boolean training : new boolean[] {true, false}) {
      Map<String, INDArray> joint = run(model, TaskGraphs.build(model, stage, List.of("b", "a"), training, 6, 6, Optional.empty()));
      for (String task : List.of("a", "b")) {
        assertThat(joint.get(task + "/prediction")).isEqualTo(run(model, TaskGraphs.build(model, stage, task, training, 6, 6)).get(task + "/prediction"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void withOneTaskEveryStageIsThePlainBackbone(Stage stage) {
    SuperModel model = SuperModel.builder(BACKBONE).task(Task.depth("a"), TaskHead.conv1x1()).dataType(DataType.DOUBLE).seed(1).build();
    TaskGraph graph = TaskGraphs.build(model, stage, "a", true, 6, 6);
    assertThat(graph.noise()).isEmpty();
    assertThat(graph.temperature()).isEmpty();
    assertThat(run(model, graph)).isEqualTo(run(model, TaskGraphs.build(model, Stage.COMMON, "a", true, 6, 6)));
  }

  @Test
  void aSharedBottomIsSharedInSearchAndHardGraphs() {
    SuperModel model = builder(BACKBONE).shareBottom(1).build();
    for (Stage stage : List.of(Stage.SOFT, Stage.HARD)) {
      assertThat(TaskGraphs.build(model, stage, "b", true, 6, 6).parameters()).contains("layer.0.shared.weight").doesNotContain("layer.0.specific.b.weight");
    }
    assertThat(TaskGraphs.build(model, Stage.PRE_TRAIN, "b", true, 6, 6).parameters()).contains("layer.0.specific.b.weight", "layer.0.skip.b.weight");
  }

  @Test
  void everyBatchNormThatRunsInTrainingOwesAnUpdate() {
    SuperModel model = model();
    TaskGraph graph = TaskGraphs.build(model, Stage.PRE_TRAIN, "a", true, 6, 6);
    assertThat(graph.statistics()).extracting(StatisticsUpdate::runningMean).containsExactly(
        "layer.0.skip.a.mean", "layer.1.shared.mean", "layer.1.specific.a.mean", "layer.4.shared.mean", "layer.4.specific.a.mean");
    assertThat(count(graph, "batchnorm")).isEqualTo(3);
    assertThat(TaskGraphs.build(model, Stage.PRE_TRAIN, "a", false, 6, 6).statistics()).isEmpty();
  }

  @Test
  void statisticsOfOneValueAreRefusedWithTheLayersName() {
    Pooling global = new Pooling("gap", Pooling.Mode.AVERAGE, 0, 1, 0, false, true);
    SuperModel model = builder(Nets.chain(3, global, Nets.norm("tight"))).build();
    TaskGraph training = TaskGraphs.build(model, Stage.HARD, "a", true, 6, 6);
    training.checkBatch(2);
    assertThatThrownBy(() -> training.checkBatch(1)).isInstanceOf(InvalidInputException.class).hasMessageContaining("layer 1 (tight, BatchNorm)");
    TaskGraphs.build(model, Stage.HARD, "a", false, 6, 6).checkBatch(1);
  }

  @Test
  void dropoutMultipliesByAMaskInTrainingAndIsNothingInEvaluation() {
    Backbone backbone = Nets.chain(3, new Dropout("d0", 0.25), new Dropout("off", 0));
    TaskHead head = (scope, feature, task) -> scope.dropout(feature, 0.5);
    SuperModel model = SuperModel.builder(backbone).task(Nets.wide("a", backbone), head).dataType(DataType.DOUBLE).build();
    TaskGraph training = TaskGraphs.build(model, Stage.COMMON, "a", true, 6, 6);
    assertThat(training.dropouts()).containsExactly(new Feed.Mask("a/0.d0.mask", 0.75, "input"), new Feed.Mask("a/head.dropout1.mask", 0.5, "a/0.d0"));
    INDArray x = Nets.random(DataType.DOUBLE, 1, 2, 3, 6, 6);
    INDArray mask = Nets.random(DataType.DOUBLE, 2, 2, 3, 6, 6);
    INDArray second = Nets.random(DataType.DOUBLE, 3, 2, 3, 6, 6);
    Map<String, INDArray> inputs = Map.of("input", x, "a/0.d0.mask", mask, "a/head.dropout1.mask", second);
    assertThat(Nets.run(training, inputs, List.of("a/prediction")).get("a/prediction")).isEqualTo(x.mul(mask).mul(second));
    TaskGraph evaluation = TaskGraphs.build(model, Stage.COMMON, "a", false, 6, 6);
    assertThat(evaluation.dropouts()).isEmpty();
    assertThat(evaluation.predictions()).containsEntry("a", "input");
  }

  @Test
  void anInputThatDoesNotFitOrAnotherModelsArchitectureIsRefused() {
    SuperModel model = model();
    assertThatThrownBy(() -> TaskGraphs.build(model, Stage.COMMON, "c", true, 6, 6)).isInstanceOf(InvalidInputException.class).hasMessageContaining("'c'");
    SuperModel other = builder(Nets.chain(3, Nets.norm("b"))).build();
    assertThatThrownBy(() -> hard(model, Architecture.argmax(other), "a")).isInstanceOf(InvalidInputException.class).hasMessageContaining("0:c 0");
  }

  @Test
  void aGraphCanBeSavedAndLoadedAsAnySameDiffGraph(@TempDir Path folder) throws Exception {
    SuperModel model = model();
    TaskGraph graph = TaskGraphs.build(model, Stage.PRE_TRAIN, "a", false, 6, 6);
    File file = folder.resolve("graph.fb").toFile();
    graph.sameDiff().save(file, true);
    INDArray x = Nets.random(DataType.DOUBLE, 1, 2, 3, 6, 6);
    INDArray loaded = SameDiff.load(file, true).outputSingle(Map.of("input", x), "a/prediction");
    assertThat(loaded).isEqualTo(run(model, graph).get("a/prediction"));
  }
}
