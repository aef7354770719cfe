package org.automtl4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.automtl4j.core.task.Task;
import org.automtl4j.data.augmentation.Augmentation;
import org.automtl4j.data.check.internal.LabelStatistics;
import org.automtl4j.data.dataset.DataSetContract;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.junit.jupiter.api.Test;

class AugmentedTest extends DataSetContract {
  private static final SyntheticScenes SCENES = SyntheticScenes.builder().size(24, 32).counts(6, 2, 2).seed(4).build();

  @Override
  protected MultiTaskDataSet create() {
    return new Augmented(SCENES, new Augmentation(1, 1, true, false, 0), 24, 32, 9);
  }

  @Test
  void withoutChancesTheSampleIsTheWholeOne() {
    MultiTaskDataSet same = new Augmented(SCENES, Augmentation.CROP_ONLY, 24, 32, 1);
    Sample expected = SCENES.sample(Split.TRAIN, 2, 0);
    Sample found = same.sample(Split.TRAIN, 2, 7);
    assertThat(found.image()).usingComparatorWithPrecision(1e-5f).containsExactly(expected.image());
    SCENES.tasks().forEach(t -> assertThat(found.label(t.name()).values()).isEqualTo(expected.label(t.name()).values()));
    assertThat(same.sample(Split.TEST, 1, 3)).isSameAs(SCENES.sample(Split.TEST, 1, 0));
  }

  @Test
  void paddingIsBlackAndUnknown() {
    MultiTaskDataSet half = new Augmented(SCENES, new Augmentation(0.5, 0.5, false, false, 0), 24, 32, 1);
    Sample sample = half.sample(Split.TRAIN, 0, 0);
    assertThat(sample.image()[0]).isCloseTo(-1f, within(1e-6f));
    for (Task task : SCENES.tasks()) {
      Label label = sample.label(task.name());
      LabelStatistics known = new LabelStatistics(task);
      known.add(label);
      assertThat(known.summary().known()).as(task.name()).isEqualTo(12 * 16);
      assertThat(known.summary().unknown()).as(task.name()).isEqualTo(24 * 32 - 12 * 16);
    }
  }

  @Test
  void cropsThatImagesDoNotFillAreRemarked() {
    Augmentation plain = new Augmentation(1, 1, true, false, 0);
    assertThat(new Augmented(SCENES, plain, 24, 32, 1).remarks()).isEmpty();
    String half = "Images of 24x32 are smaller than the crop of 48x16: about 50 % of each crop is padding, from which nothing is learnt; set input.crop to [24, 16].";
    assertThat(new Augmented(SCENES, plain, 48, 16, 1).remarks()).containsExactly(half);
    assertThat(new Augmented(SCENES, new Augmentation(0.5, 1.5, true, false, 0), 48, 16, 1).padding()).contains(half);
    assertThat(new Augmented(SCENES, new Augmentation(2, 3, true, false, 0), 48, 64, 1).padding()).isEmpty();
    assertThat(new Augmented(SCENES, new Augmentation(2, 3, true, false, 0), 96, 64, 1).padding().orElseThrow()).startsWith("Images of 24x32, scaled by 2.00, are")
        .endsWith("set input.crop to [48, 64].");
  }

  @Test
  void aMirrorTurnsNormalsRound() {
    MultiTaskDataSet mirrored = new Augmented(SCENES, new Augmentation(1, 1, true, false, 0), 24, 32, 1);
    Sample whole = SCENES.sample(Split.TRAIN, 3, 0);
    for (int epoch = 0; epoch < 20; epoch++) {
      Label normal = mirrored.sample(Split.TRAIN, 3, epoch).label("normal");
      if (normal.values()[5] != whole.label("normal").values()[5]) {
        assertThat(normal.values()[5]).isEqualTo(-whole.label("normal").values()[31 - 5]);
        assertThat(normal.values()[24 * 32 + 5]).isEqualTo(whole.label("normal").values()[24 * 32 + 31 - 5]);
        return;
      }
    }
    throw new AssertionError("not mirrored in 20 epochs");
  }

  @Test
  void depthsFollowTheSizeWhereAsked() {
    float[] before = new Augmented(SCENES, new Augmentation(2, 2, false, false, 0), 24, 32, 1).sample(Split.TRAIN, 1, 0).label("depth_zbuffer").values();
    float[] after = new Augmented(SCENES, new Augmentation(2, 2, false, true, 0), 24, 32, 1).sample(Split.TRAIN, 1, 0).label("depth_zbuffer").values();
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isCloseTo(before[i] / 2, within(1e-5f));
    }
  }
}
