package org.automtl4j.data.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.augmentation.Augmentation;
import org.automtl4j.data.dataset.DataSetContract;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.Layout;
import org.automtl4j.data.transform.Mirror;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The laws of data sets, and those of the published layouts, on scenes in one layout. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LayoutContract extends DataSetContract {
  @TempDir static Path folder;
  private final Layout layout;
  private Path root;

  LayoutContract(Layout layout) {
    this.layout = layout;
  }

  @BeforeAll
  void writeScenes() {
    root = SceneFixture.write(layout, folder.resolve(layout.id()));
  }

  abstract LayoutBuilder builder(Path root);

  LayoutBuilder small() {
    return builder(root).crop(16, 20).size(24, 32);
  }

  /** Rows and columns that pictures have before they are augmented. */
  int[] stored() {
    return new int[] {24, 32};
  }

  private LayoutBuilder whole() {
    return small().crop(stored()[0], stored()[1]);
  }

  /** Mirrored at most: the laws tell samples apart by their colours. */
  @Override
  protected MultiTaskDataSet create() {
    return whole().augmentation(new Augmentation(1, 1, true, false, 0)).seed(5).build();
  }

  @Test
  void augmentationDependsOnSeedSampleAndEpoch() {
    MultiTaskDataSet data = small().seed(5).build();
    float[] image = data.sample(Split.TRAIN, 1, 0).image();
    assertThat(data.sample(Split.TRAIN, 1, 1).image()).isNotEqualTo(image);
    assertThat(small().seed(6).build().sample(Split.TRAIN, 1, 0).image()).isNotEqualTo(image);
    assertThat(small().seed(6).build().sample(Split.TEST, 1, 0).image()).isEqualTo(data.sample(Split.TEST, 1, 8).image());
  }

  @Test
  void labelsFollowTheirPicture() {
    LayoutDataSet plain = whole().augmentation(Augmentation.CROP_ONLY).build();
    LayoutDataSet mirrored = whole().augmentation(new Augmentation(1, 1, true, false, 0)).build();
    int turned = 0;
    for (int epoch = 0; epoch < 12; epoch++) {
      Sample whole = plain.sample(Split.TRAIN, 2, epoch);
      Sample other = mirrored.sample(Split.TRAIN, 2, epoch);
      boolean same = Arrays.equals(whole.image(), other.image());
      turned += same ? 0 : 1;
      for (Task task : plain.tasks()) {
        assertThat(Arrays.equals(whole.label(task.name()).values(), other.label(task.name()).values())).as(task.name()).isEqualTo(same);
      }
      Sample again = Mirror.of(other, plain.tasks());
      assertThat(same ? other.image() : again.image()).isEqualTo(whole.image());
      for (Task task : plain.tasks()) {
        assertThat(differences((same ? other : again).label(task.name()).values(), whole.label(task.name()).values())).as(task.name()).isZero();
      }
    }
    assertThat(turned).isBetween(2, 10);
  }

  /** How many numbers differ; 0 and -0 do not. */
  private static long differences(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    return IntStream.range(0, found.length).filter(i -> found[i] != expected[i]).count();
  }

  @Test
  void onlyTheLabelsThatAreAskedForAreRead() {
    LayoutDataSet data = small().build();
    String wanted = data.tasks().get(0).name();
    assertThat(data.sample(Split.VAL, 0, 0, List.of(wanted)).labels()).containsOnlyKeys(wanted);
    assertThat(data.sample(Split.VAL, 0, 0, List.of(wanted)).label(wanted).values()).isEqualTo(data.sample(Split.VAL, 0, 0).label(wanted).values());
  }

  @Test
  void colourJitterChangesThePictureAlone() {
    LayoutDataSet plain = small().build();
    LayoutDataSet shaken = small().augmentation(new Augmentation(0.5, 1.5, true, false, 0.3)).build();
    Sample before = plain.sample(Split.TRAIN, 0, 0);
    Sample after = shaken.sample(Split.TRAIN, 0, 0);
    assertThat(after.image()).isNotEqualTo(before.image());
    plain.tasks().forEach(t -> assertThat(after.label(t.name()).values()).isEqualTo(before.label(t.name()).values()));
  }

  @Test
  void whatChangesASampleChangesTheFingerprint() {
    String usual = small().build().fingerprint();
    assertThat(small().seed(1).build().fingerprint()).isNotEqualTo(usual);
    assertThat(small().crop(8, 8).build().fingerprint()).isNotEqualTo(usual);
    assertThat(small().augmentation(Augmentation.CROP_ONLY).build().fingerprint()).isNotEqualTo(usual);
    assertThat(small().build().fingerprint()).isEqualTo(usual);
  }
}
