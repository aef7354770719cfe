package org.automtl4j.graph.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.network.Parameters.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

class TaskHeadTest {

  static Stream<TaskHead> dense() {
    return Stream.of(TaskHead.aspp(3), TaskHead.aspp(3, 0), TaskHead.conv1x1(), TaskHead.conv1x1(6));
  }

  static Stream<TaskHead> all() {
    return Stream.concat(dense(), Stream.of(TaskHead.linear()));
  }

  private static SuperModel model(Task task, TaskHead head) {
    SuperModel model = SuperModel.builder(Nets.chain(4, Nets.relu("r"))).task(task, head).dataType(DataType.DOUBLE).build();
    Nets.randomise(model, 1);
    return model;
  }

  private static INDArray predict(SuperModel model, INDArray x) {
    TaskGraph graph = TaskGraphs.build(model, Stage.COMMON, model.tasks().get(0).name(), false, (int) x.size(2), (int) x.size(3));
    String prediction = graph.predictions().get(model.tasks().get(0).name());
    return Nets.run(graph, Map.of(TaskGraph.INPUT, x), List.of(prediction)).get(prediction);
  }

  @ParameterizedTest
  @MethodSource("dense")
  void aDenseHeadKeepsTheResolutionAndTreatsImagesAlone(TaskHead head) {
    SuperModel model = model(Task.segmentation("s", 5), head);
    INDArray x = Nets.random(DataType.DOUBLE, 1, 3, 4, 7, 6);
    INDArray y = predict(model, x);
    assertThat(y.shape()).containsExactly(3, 5, 7, 6);
    INDArray alone = predict(model, x.get(NDArrayIndex.interval(1, 2)).dup());
    assertThat(alone.slice(0).sub(y.slice(1)).amaxNumber().doubleValue()).isLessThan(1e-12);
  }

  @Test
  void theLinearHeadAnswersPerImage() {
    SuperModel model = model(Task.classification("c", 5), TaskHead.linear());
    INDArray x = Nets.random(DataType.DOUBLE, 1, 3, 4, 7, 6);
    INDArray rectified = Transforms.max(x, 0);
    INDArray expected = rectified.mean(2, 3).mmul(model.parameters().get("head.c.weight")).addRowVector(model.parameters().get("head.c.bias"));
    assertThat(predict(model, x).sub(expected).amaxNumber().doubleValue()).isLessThan(1e-12);
  }

  @ParameterizedTest
  @MethodSource("all")
  void aHeadComesBackFromItsTypeAndSettings(TaskHead head) {
    TaskHead again = TaskHead.of(head.type(), head.settings());
    assertThat(again.settings()).isEqualTo(head.settings());
    Task task = head.type().equals("linear") ? Task.classification("s", 5) : Task.segmentation("s", 5);
    List<String> names = model(task, head).parameters().all().stream().map(Parameter::name).toList();
    assertThat(model(task, again).parameters().all()).extracting(Parameter::name).isEqualTo(names);
  }

  @Test
  void dropoutStandsBehindTheHiddenConvolutionsOfAspp() {
    TaskGraph graph = TaskGraphs.build(model(Task.depth("d"), TaskHead.aspp(3)), Stage.COMMON, "d", true, 5, 5);
    assertThat(graph.dropouts()).hasSize(8).allSatisfy(mask -> assertThat(mask.keep()).isEqualTo(0.5));
    assertThat(TaskGraphs.build(model(Task.depth("d"), TaskHead.aspp(3, 0)), Stage.COMMON, "d", true, 5, 5).dropouts()).isEmpty();
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("asp", Map.of(), "'asp' is unknown: it is one of aspp, conv1x1, largefov, linear"),
        Arguments.of("linear", Map.of("width", 3), "has no settings; found 'width'"),
        Arguments.of("aspp", Map.of("widht", 3), "knows width, dropout; found 'widht'"),
        Arguments.of("aspp", Map.of("width", 0), "at least 1, found 0"),
        Arguments.of("conv1x1", Map.of("width", "many"), "found many"),
        Arguments.of("aspp", Map.of("dropout", 1), "in [0, 1), found 1"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aWrongConfigurationIsRefused(String type, Map<String, Object> settings, String message) {
    assertThatThrownBy(() -> TaskHead.of(type, settings)).isInstanceOf(InvalidInputException.class).hasMessageContaining(message);
  }

  @Test
  void whatAHeadWantsIsLearntWithoutMemoryForIt() {
    TaskHead head = (scope, feature, task) -> {
      SDVariable prediction = TaskHead.aspp(8).build(scope, feature, task);
      assertThat(scope.sameDiff().getVariablesArrays().arrayNames()).isEmpty();
      return prediction;
    };
    assertThat(HeadParameters.of(head, Task.depth("a"), List.of(new Shape(4, 3, 3)), Initialization.UNIFORM, DataType.FLOAT)).isNotEmpty();
  }

  @Test
  void aHeadThatAsksTwiceForOneNameIsRefused() {
    TaskHead twice = (scope, feature, task) -> scope.conv("c", scope.conv("c", feature, 4, 4, 1, 1), 4, 1, 1, 1);
    assertThatThrownBy(() -> model(Task.depth("d"), twice)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'c.weight' twice");
  }
}
