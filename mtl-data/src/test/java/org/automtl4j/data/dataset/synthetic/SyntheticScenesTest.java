package org.automtl4j.data.dataset.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.automtl4j.data.dataset.LabelChecker;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.task.Task;
import org.junit.jupiter.api.Test;

class SyntheticScenesTest {
  private static final SyntheticScenes SCENES = SyntheticScenes.builder().size(32, 24).counts(41, 20, 20).seed(3).build();

  @Test
  void samplesAreTheSameBytesOnAnyNumberOfThreadsWithAndWithoutCache() {
    SyntheticScenes fresh = SyntheticScenes.builder().size(32, 24).counts(41, 20, 20).seed(3).cache(0).build();
    List<Sample> one = IntStream.range(0, 41).mapToObj(i -> fresh.sample(Split.TRAIN, i, 0)).toList();
    List<Sample> many = IntStream.range(0, 41).parallel().mapToObj(i -> SCENES.sample(Split.TRAIN, i, 7)).toList();
    for (int i = 0; i < 41; i++) {
      assertEqual(one.get(i), many.get(i));
      assertEqual(one.get(i), SCENES.sample(Split.TRAIN, i, 0)); // now from the cache
    }
  }

  private static void assertEqual(Sample a, Sample b) {
    assertThat(a.image()).isEqualTo(b.image());
    a.labels().forEach((task, label) -> assertThat(label.values()).as(task).isEqualTo(b.label(task).values()));
  }

  @Test
  void train1AndTrain2PartitionTrainAndAllElseIsDisjoint() {
    Set<Integer> train = hashes(Split.TRAIN);
    Set<Integer> halves = hashes(Split.TRAIN1);
    halves.addAll(hashes(Split.TRAIN2));
    assertThat(halves).isEqualTo(train).hasSize(41);
    assertThat(SCENES.size(Split.TRAIN1) + SCENES.size(Split.TRAIN2)).isEqualTo(41);
    Set<Integer> all = new HashSet<>(train);
    all.addAll(hashes(Split.VAL));
    all.addAll(hashes(Split.TEST));
    assertThat(all).hasSize(81);
  }

  private static Set<Integer> hashes(Split split) {
    Set<Integer> hashes = new HashSet<>();
    for (int i = 0; i < SCENES.size(split); i++) {
      hashes.add(Arrays.hashCode(SCENES.sample(split, i, 0).image()));
    }
    return hashes;
  }

  @Test
  void anotherSeedGivesOtherScenesAndAnotherFingerprint() {
    SyntheticScenes other = SyntheticScenes.builder().size(32, 24).counts(41, 20, 20).seed(4).build();
    assertThat(other.sample(Split.TRAIN, 0, 0).image()).isNotEqualTo(SCENES.sample(Split.TRAIN, 0, 0).image());
    assertThat(other.fingerprint()).isNotEqualTo(SCENES.fingerprint());
  }

  @Test
  void labelsAreInTheirRangesAndImagesAreEncodedBytes() {
    for (int i = 0; i < 20; i++) {
      Sample sample = SCENES.sample(Split.VAL, i, 0);
      for (Task task : SCENES.tasks()) {
        LabelChecker.check(task, sample.label(task.name()), "scene " + i);
      }
      assertThat(sample.label("depth_zbuffer").values()).doesNotContain(0f);
      for (float number : sample.image()) {
        double value = SCENES.imageEncoding().decode(0, number);
        assertThat(value).isBetween(-1e-4, 255.0001).isCloseTo(Math.rint(value), within(1e-4));
      }
    }
  }

  @Test
  void everyClassIsCommon() {
    int[] scenesWith = new int[7];
    for (int i = 0; i < 41; i++) {
      boolean[] seen = new boolean[7];
      for (float value : SCENES.sample(Split.TRAIN, i, 0).label("segment_semantic").values()) {
        seen[(int) value] = true;
      }
      for (int c = 0; c < 7; c++) {
        scenesWith[c] += seen[c] ? 1 : 0;
      }
    }
    assertThat(IntStream.of(scenesWith).min().orElseThrow()).isGreaterThan(20);
  }

  /** The most frequent class of each colour, learnt on half of the scenes, is hardly a better guess on the other half than the most frequent class of all. */
  @Test
  void colourAloneDoesNotGiveTheClassAway() {
    SyntheticScenes scenes = SyntheticScenes.builder().size(32, 32).counts(240, 1, 120).seed(11).tasks("segment_semantic").build();
    int[][] counts = new int[512][7];
    int[] all = new int[7];
    for (int i = 0; i < 240; i++) {
      Sample sample = scenes.sample(Split.TRAIN, i, 0);
      for (int p = 0; p < 1024; p++) {
        int what = (int) sample.label("segment_semantic").values()[p];
        counts[colour(sample, p)][what]++;
        all[what]++;
      }
    }
    int frequent = most(all);
    int rightByColour = 0;
    int rightByFrequency = 0;
    for (int i = 0; i < 120; i++) {
      Sample sample = scenes.sample(Split.TEST, i, 0);
      for (int p = 0; p < 1024; p++) {
        int what = (int) sample.label("segment_semantic").values()[p];
        rightByColour += most(counts[colour(sample, p)]) == what ? 1 : 0;
        rightByFrequency += frequent == what ? 1 : 0;
      }
    }
    assertThat(rightByColour / (120.0 * 1024)).isLessThan(rightByFrequency / (120.0 * 1024) + 0.03);
  }

  private static int colour(Sample sample, int pixel) {
    int code = 0;
    for (int c = 0; c < 3; c++) {
      code = 8 * code + Math.min(7, (int) ((sample.image()[c * 1024 + pixel] + 1) * 4));
    }
    return code;
  }

  private static int most(int[] counts) {
    return IntStream.range(0, counts.length).reduce(0, (a, b) -> counts[b] > counts[a] ? b : a);
  }

  @Test
  void tasksCanBeChosenAndUnknownOnesAreRefused() {
    SyntheticScenes two = SyntheticScenes.builder().tasks("normal", "depth_zbuffer").build();
    assertThat(two.tasks()).extracting(Task::name).containsExactly("normal", "depth_zbuffer");
    assertThat(two.sample(Split.VAL, 0, 0).labels()).containsOnlyKeys("normal", "depth_zbuffer");
    assertThatThrownBy(() -> SyntheticScenes.builder().tasks("smell")).isInstanceOf(InvalidInputException.class).hasMessageContaining("smell").hasMessageContaining("normal");
    assertThatThrownBy(() -> SCENES.sample(Split.VAL, 20, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
