package org.automtl4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.automtl4j.core.task.Task;
import org.junit.jupiter.api.Test;

/** The laws of {@link MultiTaskDataSet}. A subclass makes a small data set, anew on every call, in which no two samples are alike. */
public abstract class DataSetContract {

  /** A new data set, always with the same settings. */
  protected abstract MultiTaskDataSet create();

  @Test
  void samplesAreTheSameBytesOnAnyNumberOfThreadsAndInAnyOrder() {
    MultiTaskDataSet one = create();
    MultiTaskDataSet other = create();
    for (Split split : Split.values()) {
      List<Sample> inOrder = IntStream.range(0, one.size(split)).mapToObj(i -> one.sample(split, i, 3)).toList();
      List<Sample> parallel = IntStream.range(0, one.size(split)).parallel().mapToObj(i -> other.sample(split, i, 3)).toList();
      for (int i = inOrder.size() - 1; i >= 0; i--) {
        assertEqual(inOrder.get(i), parallel.get(i));
        assertEqual(inOrder.get(i), other.sample(split, i, 3));
      }
    }
    assertThat(one.fingerprint()).isEqualTo(other.fingerprint());
  }

  private static void assertEqual(Sample a, Sample b) {
    assertThat(a.image()).isEqualTo(b.image());
    assertThat(a.labels().keySet()).isEqualTo(b.labels().keySet());
    a.labels().forEach((task, label) -> {
      assertThat(label.values()).as(task).isEqualTo(b.label(task).values());
      assertThat(label.mask().orElse(new float[0])).isEqualTo(b.label(task).mask().orElse(new float[0]));
    });
  }

  @Test
  void everySampleHasTheDeclaredSizeAndAPossibleLabelForEachTask() {
    MultiTaskDataSet data = create();
    for (Split split : Split.values()) {
      for (int i = 0; i < data.size(split); i++) {
        Sample sample = data.sample(split, i, 0);
        assertThat(new int[] {sample.channels(), sample.height(), sample.width()}).containsExactly(data.channels(), data.height(split), data.width(split));
        for (Task task : data.tasks()) {
          Label label = sample.label(task.name());
          LabelChecker.check(task, label, data.describe(split, i, task.name()));
          assertThat(label.height()).isEqualTo(task.kind().isDense() ? data.height(split) : 1);
          assertThat(label.width()).isEqualTo(task.kind().isDense() ? data.width(split) : 1);
        }
      }
    }
  }

  @Test
  void train1AndTrain2PartitionTrain() {
    MultiTaskDataSet data = create();
    assertThat(data.size(Split.TRAIN1) + data.size(Split.TRAIN2)).isEqualTo(data.size(Split.TRAIN));
    Set<Integer> halves = labels(data, Split.TRAIN1);
    halves.addAll(labels(data, Split.TRAIN2));
    assertThat(halves).isEqualTo(labels(data, Split.TRAIN)).hasSize(data.size(Split.TRAIN));
  }

  @Test
  void trainValAndTestAreDisjoint() {
    MultiTaskDataSet data = create();
    Set<Integer> all = labels(data, Split.TRAIN);
    all.addAll(labels(data, Split.VAL));
    all.addAll(labels(data, Split.TEST));
    assertThat(all).hasSize(data.size(Split.TRAIN) + data.size(Split.VAL) + data.size(Split.TEST));
  }

  /** Samples told apart by their images with columns sorted away, so that mirroring does not matter. */
  private static Set<Integer> labels(MultiTaskDataSet data, Split split) {
    Set<Integer> hashes = new HashSet<>();
    for (int i = 0; i < data.size(split); i++) {
      float[] image = data.sample(split, i, 0).image().clone();
      Arrays.sort(image);
      hashes.add(Arrays.hashCode(image));
    }
    return hashes;
  }

  @Test
  void samplesThatDoNotExistAreRefused() {
    MultiTaskDataSet data = create();
    assertThatThrownBy(() -> data.sample(Split.VAL, data.size(Split.VAL), 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> data.sample(Split.VAL, -1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> data.task("no such task")).hasMessageContaining("no such task");
  }
}
