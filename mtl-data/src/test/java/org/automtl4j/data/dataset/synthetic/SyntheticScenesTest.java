package org.automtl4j.data.dataset.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.DataSetContract;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.junit.jupiter.api.Test;

class SyntheticScenesTest extends DataSetContract {
  private static final SyntheticScenes SCENES = SyntheticScenes.builder().size(32, 24).counts(41, 20, 20).seed(3).build();

  @Override
  protected MultiTaskDataSet create() {
    return SyntheticScenes.builder().size(32, 24).counts(41, 20, 20).seed(3).build();
  }

  @Test
  void theCacheChangesNothing() {
    SyntheticScenes uncached = SyntheticScenes.builder().size(32, 24).counts(41, 20, 20).seed(3).cache(0).build();
    SyntheticScenes half = SyntheticScenes.builder().size(32, 24).counts(41, 20, 20).seed(3).cache(500_000).build();
    for (int i = 0; i < 41; i++) {
      float[] image = SCENES.sample(Split.TRAIN, i, 0).image();
      assertThat(uncached.sample(Split.TRAIN, i, 1).image()).isEqualTo(image);
      assertThat(half.sample(Split.TRAIN, i, 2).image()).isEqualTo(image);
      assertThat(SCENES.sample(Split.TRAIN, i, 5)).isSameAs(SCENES.sample(Split.TRAIN, i, 6));
      assertThat(uncached.sample(Split.TRAIN, i, 5)).isNotSameAs(uncached.sample(Split.TRAIN, i, 6));
    }
  }

  @Test
  void anotherSeedGivesOtherScenesAndAnotherFingerprint() {
    SyntheticScenes other = SyntheticScenes.builder().size(32, 24).counts(41, 20, 20).seed(4).build();
    assertThat(other.sample(Split.TRAIN, 0, 0).image()).isNotEqualTo(SCENES.sample(Split.TRAIN, 0, 0).image());
    assertThat(other.fingerprint()).isNotEqualTo(SCENES.fingerprint());
  }

  @Test
  void imagesAreEncodedBytes() {
    for (int i = 0; i < 20; i++) {
      for (float number : SCENES.sample(Split.VAL, i, 0).image()) {
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
    assertThatThrownBy(() -> SyntheticScenes.builder().tasks("smell"))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("smell").hasMessageContaining("normal");
    assertThatThrownBy(() -> SyntheticScenes.builder().tasks("normal", "normal")).isInstanceOf(InvalidInputException.class).hasMessageContaining("twice");
    assertThatThrownBy(() -> SyntheticScenes.builder().size(4, 48)).isInstanceOf(InvalidInputException.class).hasMessageContaining("4x48");
    assertThatThrownBy(() -> SyntheticScenes.builder().counts(1, 1, 1)).isInstanceOf(InvalidInputException.class).hasMessageContaining("at least 2");
  }
}
