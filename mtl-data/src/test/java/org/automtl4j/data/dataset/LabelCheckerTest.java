package org.automtl4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.junit.jupiter.api.Test;

class LabelCheckerTest {

  @Test
  void aClassThatDoesNotExistIsNamedWithItsPlaceAndWhatIsAllowed() {
    Label label = Label.of(new float[] {0, 1, 18, 255, -1, 19}, 1, 2, 3);
    assertThatThrownBy(() -> LabelChecker.check(Task.segmentation("floor", 19), label, "kitchen/7.png"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("kitchen/7.png, task 'floor': 19 at row 1, column 2; allowed are the classes 0 to 18 and, for unknown, -1, 255");
  }

  @Test
  void aFractionIsNoClass() {
    assertThatThrownBy(() -> LabelChecker.check(Task.classification("scene", 3), Label.ofImage(1.5f), "a"))
        .hasMessage("a, task 'scene': 1.5; allowed are the classes 0 to 2 and, for unknown, -1, 255");
  }

  @Test
  void numbersMustBeFinite() {
    Label label = Label.of(new float[] {1, 2, 3, 4, 5, Float.NaN}, 3, 1, 2);
    assertThatThrownBy(() -> LabelChecker.check(Task.normals("normal"), label, "b"))
        .hasMessage("b, task 'normal': NaN at row 0, column 1, channel 2; allowed are finite numbers and, for unknown, 255");
  }

  @Test
  void theNumberOfChannelsMustBeTheTasks() {
    assertThatThrownBy(() -> LabelChecker.check(Task.normals("normal"), Label.of(new float[2], 1, 1, 2), "c")).hasMessageContaining("1 channels, expected 3");
  }

  @Test
  void goodLabelsPass() {
    assertThatCode(() -> LabelChecker.check(Task.depth("depth"), Label.of(new float[] {-1, 0, 3.5f, 255}, 1, 2, 2), "d")).doesNotThrowAnyException();
  }
}
