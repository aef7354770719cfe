package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.junit.jupiter.api.Test;

class HeadCheckTest {
  private static final Task CLASSES = Task.segmentation("seg", 5);
  private static final Task KIND = Task.classification("kind", 4);

  private static Backbone map() {
    return Backbone.builder("map").input(3).convolution(8, 3, c -> c.stride(2).pad(1)).relu().build();
  }

  private static Backbone pixel() {
    return Backbone.builder("pixel").input(3).convolution(8, 3, c -> c.pad(1)).relu().globalAveragePool().convolution(8, 1).build();
  }

  private static SuperModel build(Backbone backbone, Task task, TaskHead head) {
    return SuperModel.builder(backbone).task(task, head).build();
  }

  @Test
  void aDenseTaskNeedsAMap() {
    assertThatThrownBy(() -> build(map(), CLASSES, TaskHead.linear())).isInstanceOf(InvalidInputException.class)
        .hasMessage("the head of task 'seg' (linear) gives [N, 5]; SEGMENTATION needs a map [N, 5, h, w], as the heads aspp and conv1x1 give it");
    assertThatThrownBy(() -> build(map(), Task.depth("depth"), TaskHead.linear())).hasMessageContaining("gives [N, 1]; DEPTH needs a map [N, 1, h, w]");
    assertThatCode(() -> build(map(), CLASSES, TaskHead.aspp(8))).doesNotThrowAnyException();
  }

  @Test
  void aTaskWithOneAnswerPerImageNeedsAVector() {
    assertThatThrownBy(() -> build(map(), KIND, TaskHead.conv1x1())).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(conv1x1) gives [N, 4, 112, 112]; CLASSIFICATION needs [N, 4], as the head linear gives it");
    assertThatCode(() -> build(pixel(), KIND, TaskHead.linear())).doesNotThrowAnyException();
  }

  @Test
  void ownHeadsAreHeldToTheTasksWidth() {
    TaskHead narrow = (scope, feature, task) -> scope.conv("", feature, scope.channels(), task.outputs() - 1, 1, 1);
    assertThatThrownBy(() -> build(map(), CLASSES, narrow)).isInstanceOf(InvalidInputException.class).hasMessageContaining("gives [N, 4, 112, 112]")
        .hasMessageContaining("needs a map [N, 5, h, w]");
    TaskHead summed = (scope, feature, task) -> scope.linear("", feature.mean(2, 3), scope.channels(), task.outputs()).sum();
    assertThatThrownBy(() -> build(map(), KIND, summed)).isInstanceOf(InvalidInputException.class).hasMessageContaining("gives a scalar");
  }

  @Test
  void aDenseTaskIsRefusedWhereTheBackboneEndsInOnePixel() {
    SuperModel model = build(pixel(), CLASSES, TaskHead.conv1x1());
    assertThatThrownBy(() -> model.checkSize(32, 48)).isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("the backbone pixel ends in one pixel (").hasMessageContaining("images of 32x48")
        .hasMessageContaining("from which the dense task 'seg' cannot learn; classification and regression can");
    TaskHead decoder = (scope, feature, task) -> scope.sameDiff().reshape(scope.conv("", feature, scope.channels(), 16 * task.outputs(), 1, 1), -1, task.outputs(), 4, 4);
    assertThatCode(() -> build(pixel(), CLASSES, decoder).checkSize(32, 48)).as("a head that makes a map of it").doesNotThrowAnyException();
  }

  @Test
  void aWeightedMapIsAMapThoughItsWeightsAreOnePixel() {
    Backbone gated = Backbone.builder("gated").input(3).convolution(8, 3, c -> c.pad(1)).as("map").globalAveragePool().convolution(8, 1).plus("map").build();
    assertThatCode(() -> build(gated, CLASSES, TaskHead.conv1x1()).checkSize(32, 48)).doesNotThrowAnyException();
  }

  @Test
  void imagesThatShrinkToOnePixelAreRefusedOnceTheirSizeIsKnown() {
    Backbone deep = Backbone.builder("deep").input(3).convolution(8, 3, c -> c.stride(4).pad(1)).convolution(8, 3, c -> c.stride(4).pad(1)).build();
    SuperModel model = build(deep, CLASSES, TaskHead.conv1x1());
    assertThatThrownBy(() -> model.checkSize(16, 16)).isInstanceOf(InvalidInputException.class).hasMessageContaining("images of 16x16")
        .hasMessageEndingWith("or take larger images");
    assertThatCode(() -> model.checkSize(16, 32)).doesNotThrowAnyException();
    SuperModel classifier = build(deep, KIND, TaskHead.linear());
    assertThatCode(() -> classifier.checkSize(16, 16)).doesNotThrowAnyException();
  }

  @Test
  void aHeadThatNeedsALargerMapIsToldSoWithTheSizeOfTheImages() {
    TaskHead fixed = (scope, feature, task) -> scope.linear("", scope.sameDiff().reshape(feature, -1, scope.channels() * 1024), scope.channels() * 1024, task.outputs()); // of 32x32
    SuperModel model = build(map(), KIND, fixed);
    assertThat(model.tasks()).hasSize(1);
    assertThatCode(() -> model.checkSize(64, 64)).doesNotThrowAnyException();
    assertThatThrownBy(() -> model.checkSize(32, 32)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the head of task 'kind'").hasMessageContaining("cannot read the backbone's output [N, 8, 16, 16]");
  }
}
