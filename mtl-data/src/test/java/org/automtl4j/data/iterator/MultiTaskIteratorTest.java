package org.automtl4j.data.iterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.transform.ChangedDataSet;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.api.MultiDataSet;

class MultiTaskIteratorTest {

  /** Samples of one pixel that hold their own number; sample 3 has a mask and, where asked, a class that does not exist. */
  private record Numbers(int count, int classes) implements MultiTaskDataSet {
    @Override
    public String name() {
      return "numbers";
    }

    @Override
    public List<Task> tasks() {
      return List.of(Task.depth("depth"), Task.classification("parity", classes));
    }

    @Override
    public int size(Split split) {
      return count;
    }

    @Override
    public int height() {
      return 1;
    }

    @Override
    public int width() {
      return 2;
    }

    @Override
    public ImageEncoding imageEncoding() {
      return ImageEncoding.SYMMETRIC_BGR;
    }

    @Override
    public Sample sample(Split split, int index, long epoch) {
      Label depth = new Label(new float[] {index, epoch}, 1, 1, 2, index == 3 ? Optional.of(new float[] {0, 1}) : Optional.empty());
      return new Sample(new float[] {index, 0, index, 1, index, 2}, 3, 1, 2, Map.of("depth", depth, "parity", Label.ofImage(index % 2)));
    }

    @Override
    public String fingerprint() {
      return "numbers";
    }
  }

  private static final Numbers TEN = new Numbers(10, 2);

  private static List<Integer> numbers(MultiDataSet batch) {
    return IntStream.range(0, (int) batch.getFeatures(0).size(0)).mapToObj(i -> batch.getFeatures(0).getInt(i, 0, 0, 0)).toList();
  }

  private static List<Integer> epoch(MultiTaskIterator iterator) {
    List<Integer> seen = new ArrayList<>();
    while (iterator.hasNext()) {
      seen.addAll(numbers(iterator.next()));
    }
    return seen;
  }

  @Test
  void evaluationGivesEverySampleOnceInOrderAndThenEnds() {
    try (MultiTaskIterator iterator = MultiTaskIterator.evaluation(TEN, Split.TEST, 4).build()) {
      assertThat(iterator.batchesPerEpoch()).isEqualTo(3);
      assertThat(epoch(iterator)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
      iterator.reset();
      assertThat(epoch(iterator)).hasSize(10);
    }
  }

  @Test
  void trainingShufflesEachEpochAnewLeavesOutTheRestAndRollsOverAtOnce() {
    try (MultiTaskIterator iterator = MultiTaskIterator.training(TEN, Split.TRAIN, 4).seed(1).build()) {
      List<Integer> first = epoch(iterator);
      assertThat(iterator.hasNext()).isFalse();
      MultiDataSet next = iterator.next();
      assertThat(iterator.cursor()).isEqualTo(new Cursor(1, 1));
      assertThat(next.getLabels(0).getInt(0, 0, 0, 1)).isEqualTo(1); // the epoch reaches the data set
      List<Integer> second = new ArrayList<>(numbers(next));
      second.addAll(epoch(iterator));
      assertThat(first).hasSize(8).doesNotHaveDuplicates().isNotEqualTo(second);
      assertThat(second).hasSize(8).doesNotHaveDuplicates();
    }
  }

  @Test
  void theOrderDependsOnSeedAndStreamAlone() {
    assertThat(firstEpoch(1, "a", 0)).isEqualTo(firstEpoch(1, "a", 0)).isEqualTo(firstEpoch(1, "a", 3));
    assertThat(firstEpoch(2, "a", 0)).isNotEqualTo(firstEpoch(1, "a", 0));
    assertThat(firstEpoch(1, "b", 0)).isNotEqualTo(firstEpoch(1, "a", 0));
  }

  @Test
  void batchesComeInOrderFromAnyNumberOfThreads() {
    try (MultiTaskIterator one = MultiTaskIterator.training(TEN, Split.TRAIN, 2).seed(6).build();
        MultiTaskIterator many = MultiTaskIterator.training(TEN, Split.TRAIN, 2).seed(6).prefetch(6).threads(3).build()) {
      for (int i = 0; i < 40; i++) {
        assertThat(numbers(many.next())).isEqualTo(numbers(one.next()));
      }
    }
    assertThatThrownBy(() -> MultiTaskIterator.training(TEN, Split.TRAIN, 2).threads(0)).isInstanceOf(InvalidInputException.class).hasMessageContaining("threads");
  }

  @Test
  void preparingChangesNoBatchFromAnyPlaceOnAndKeepsToItsBound() throws InterruptedException {
    for (Cursor place : List.of(Cursor.START, new Cursor(2, 3), new Cursor(2, 5))) {
      Counted counted = new Counted(new Numbers(10, 2), new Semaphore(0));
      try (MultiTaskIterator one = MultiTaskIterator.training(TEN, Split.TRAIN, 2).seed(3).build();
          MultiTaskIterator ahead = MultiTaskIterator.training(counted, Split.TRAIN, 2).seed(3).prefetch(3).build()) {
        one.seek(place);
        ahead.seek(place);
        ahead.prepare();
        ahead.prepare();
        assertThat(counted.read().tryAcquire(6, 10, TimeUnit.SECONDS)).as("three batches of two are read ahead").isTrue();
        assertThat(ahead.cursor()).isEqualTo(place);
        for (int i = 0; i < 12; i++) {
          assertThat(numbers(ahead.next())).isEqualTo(numbers(one.next()));
          assertThat(counted.read().availablePermits()).as("no more than three batches are ahead").isLessThanOrEqualTo(2 * (i + 1));
        }
      }
    }
  }

  @Test
  void waitingIsTheTimeThatABatchWasNotReady() throws InterruptedException {
    Slow slow = new Slow(new Numbers(10, 2), 20);
    Counted counted = new Counted(slow, new Semaphore(0));
    try (MultiTaskIterator inTurn = MultiTaskIterator.training(slow, Split.TRAIN, 2).build();
        MultiTaskIterator ahead = MultiTaskIterator.training(counted, Split.TRAIN, 2).prefetch(2).build()) {
      inTurn.next();
      assertThat(inTurn.waitedNanos()).isGreaterThan(39_000_000);
      ahead.next();
      long first = ahead.waitedNanos();
      assertThat(first).isGreaterThan(19_000_000); // its two samples may be read side by side
      // The fifth sample is the third batch's first: the second batch is there by then.
      assertThat(counted.read().tryAcquire(5, 10, TimeUnit.SECONDS)).isTrue();
      ahead.next();
      assertThat(ahead.waitedNanos() - first).isLessThan(19_000_000);
    }
  }

  /** Counts the samples that are asked for. */
  private record Counted(MultiTaskDataSet data, Semaphore read) implements ChangedDataSet {
    @Override
    public Sample sample(Split split, int index, long epoch) {
      read.release();
      return data.sample(split, index, epoch);
    }

    @Override
    public String fingerprint() {
      return data.fingerprint();
    }
  }

  /** Takes its time for each sample. */
  private record Slow(MultiTaskDataSet data, int milliseconds) implements ChangedDataSet {
    @Override
    public Sample sample(Split split, int index, long epoch) {
      LockSupport.parkNanos(milliseconds * 1_000_000L);
      return data.sample(split, index, epoch);
    }

    @Override
    public String fingerprint() {
      return data.fingerprint();
    }
  }

  private static List<Integer> firstEpoch(long seed, String stream, int prefetch) {
    try (MultiTaskIterator iterator = MultiTaskIterator.training(TEN, Split.TRAIN, 2).seed(seed).stream(stream).prefetch(prefetch).build()) {
      return epoch(iterator);
    }
  }

  @Test
  void anIteratorGoesOnFromASavedCursorWithAndWithoutPrefetching() {
    for (int prefetch : new int[] {0, 2}) {
      try (MultiTaskIterator one = MultiTaskIterator.training(TEN, Split.TRAIN, 3).seed(4).prefetch(prefetch).build();
          MultiTaskIterator other = MultiTaskIterator.training(TEN, Split.TRAIN, 3).seed(4).prefetch(prefetch).build()) {
        for (int i = 0; i < 5; i++) {
          one.next();
        }
        other.next();
        other.seek(one.cursor());
        for (int i = 0; i < 8; i++) {
          assertThat(numbers(other.next())).isEqualTo(numbers(one.next()));
        }
        assertThat(other.cursor()).isEqualTo(one.cursor());
      }
    }
  }

  @Test
  void resetGoesToTheNextEpochOnlyIfThisOneHasBegun() {
    try (MultiTaskIterator iterator = MultiTaskIterator.training(TEN, Split.TRAIN, 4).build()) {
      iterator.reset();
      assertThat(iterator.cursor()).isEqualTo(Cursor.START);
      iterator.next();
      iterator.reset();
      assertThat(iterator.cursor()).isEqualTo(new Cursor(1, 0));
    }
  }

  @Test
  void shapesAndMasksAreThoseOfDeeplearning4j() {
    try (MultiTaskIterator iterator = MultiTaskIterator.evaluation(TEN, Split.TEST, 4).build()) {
      MultiDataSet batch = iterator.next();
      assertThat(batch.getFeatures(0).shape()).containsExactly(4, 3, 1, 2);
      assertThat(batch.getLabels(0).shape()).containsExactly(4, 1, 1, 2);
      assertThat(batch.getLabels(1).shape()).containsExactly(4, 1);
      assertThat(batch.getLabels(1).toFloatMatrix()).isDeepEqualTo(new float[][] {{0}, {1}, {0}, {1}});
      assertThat(batch.getLabelsMaskArray(0).shape()).containsExactly(4, 1, 1, 2);
      assertThat(batch.getLabelsMaskArray(1)).isNull();
      assertThat(iterator.next().getLabelsMaskArrays()).isNull(); // no sample of this batch has a mask
    }
  }

  /** Where there is a mask, losses and metrics take it to say which depths are known; a depth of 0 beside it is none. */
  @Test
  void whatALabelWithoutAMaskDoesNotKnowStaysUnknownBesideMaskedOnes() {
    try (MultiTaskIterator iterator = MultiTaskIterator.evaluation(TEN, Split.TEST, 4).build()) {
      MultiDataSet batch = iterator.next();
      assertThat(batch.getLabels(0).reshape(8).toFloatVector()).containsExactly(0, 0, 1, 0, 2, 0, 3, 0);
      assertThat(batch.getLabelsMaskArray(0).reshape(8).toFloatVector()).containsExactly(0, 0, 1, 0, 1, 0, 0, 1);
    }
  }

  @Test
  void tasksComeInTheOrderThatWasAskedFor() {
    try (MultiTaskIterator iterator = MultiTaskIterator.evaluation(TEN, Split.TEST, 2).tasks("parity", "depth").build()) {
      assertThat(iterator.tasks()).extracting(Task::name).containsExactly("parity", "depth");
      assertThat(Arrays.stream(iterator.next().getLabels()).map(l -> l.rank())).containsExactly(2, 4);
    }
  }

  @Test
  void aLabelThatCannotBeIsNamedAlsoWhenItIsFoundInTheBackground() {
    try (MultiTaskIterator iterator = MultiTaskIterator.evaluation(new Numbers(4, 1), Split.VAL, 4).prefetch(2).build()) {
      assertThatThrownBy(iterator::next).isInstanceOf(InvalidInputException.class).hasMessageContaining("numbers, val sample 1, task 'parity'");
    }
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    assertThatThrownBy(() -> MultiTaskIterator.training(TEN, Split.TRAIN, 11).build())
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("10 samples");
    assertThatThrownBy(() -> MultiTaskIterator.training(TEN, Split.TRAIN, 0)).isInstanceOf(InvalidInputException.class).hasMessageContaining("at least 1");
    try (MultiTaskIterator iterator = MultiTaskIterator.training(TEN, Split.TRAIN, 4).build()) {
      assertThatThrownBy(() -> iterator.next(3)).isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
