package org.automtl4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.DataSetContract;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.junit.jupiter.api.Test;

class MirrorTest extends DataSetContract {

  @Override
  protected MultiTaskDataSet create() {
    return new RandomMirror(SyntheticScenes.builder().size(16, 24).counts(9, 3, 3).seed(8).build(), 5);
  }

  @Test
  void leftAndRightAreSwappedAndNormalsPointTheOtherWay() {
    List<Task> tasks = List.of(Task.normals("normal"), Task.depth("depth"), Task.classification("scene", 3));
    Label normal = new Label(new float[] {0.6f, 0, 255, 0, 1, 255, 0.8f, 0, 255}, 3, 1, 3, Optional.of(new float[] {1, 0, 1}));
    Label depth = Label.of(new float[] {4, 5, 6}, 1, 1, 3);
    Sample sample = new Sample(new float[] {1, 2, 3}, 1, 1, 3, Map.of("normal", normal, "depth", depth, "scene", Label.ofImage(2)));
    Sample mirrored = Mirror.of(sample, tasks);
    assertThat(mirrored.image()).containsExactly(3, 2, 1);
    assertThat(mirrored.label("normal").values()).containsExactly(255, -0f, -0.6f, 255, 1, 0, 255, 0, 0.8f);
    assertThat(mirrored.label("normal").mask().orElseThrow()).containsExactly(1, 0, 1);
    assertThat(mirrored.label("depth").values()).containsExactly(6, 5, 4);
    assertThat(mirrored.label("scene").values()).containsExactly(2);
  }

  @Test
  void aboutHalfOfTheTrainingSamplesAreMirroredAndNoOthers() {
    MultiTaskDataSet plain = SyntheticScenes.builder().size(16, 24).counts(100, 10, 10).seed(8).build();
    MultiTaskDataSet random = new RandomMirror(plain, 5);
    int mirrored = 0;
    int changes = 0;
    for (int i = 0; i < 100; i++) {
      boolean first = isMirrored(random, plain, Split.TRAIN, i, 0);
      mirrored += first ? 1 : 0;
      changes += first != isMirrored(random, plain, Split.TRAIN, i, 1) ? 1 : 0;
    }
    assertThat(mirrored).isBetween(30, 70);
    assertThat(changes).isBetween(30, 70);
    for (int i = 0; i < 10; i++) {
      assertThat(isMirrored(random, plain, Split.TEST, i, 0)).isFalse();
    }
  }

  private static boolean isMirrored(MultiTaskDataSet random, MultiTaskDataSet plain, Split split, int index, long epoch) {
    Sample original = plain.sample(split, index, epoch);
    Sample sample = random.sample(split, index, epoch);
    boolean same = Arrays.equals(sample.image(), original.image());
    assertThat(sample.image()).isEqualTo(same ? original.image() : Mirror.of(original, plain.tasks()).image());
    return !same;
  }
}
