package org.automtl4j.data.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.automtl4j.data.augmentation.Augmentation;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.cityscapes.Cityscapes;
import org.automtl4j.data.dataset.nyuv2.Nyuv2;
import org.automtl4j.data.dataset.taskonomy.Taskonomy;
import org.automtl4j.data.prepare.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is enlarged by a factor is nearer by it: metres are divided, inverse depth is multiplied, logarithmic depth shrinks by the factor's logarithm. */
class DistanceScalingTest {
  @TempDir Path folder;

  @Test
  void distancesFollowTheSize() {
    Augmentation twice = new Augmentation(2, 2, false, false, 0);
    Augmentation nearer = new Augmentation(2, 2, false, true, 0);
    List<LayoutBuilder> builders = List.of(Cityscapes.builder(SceneFixture.write(Layout.CITYSCAPES, folder.resolve("c"))),
        Nyuv2.builder(SceneFixture.write(Layout.NYUV2, folder.resolve("n"))), Taskonomy.builder(SceneFixture.write(Layout.TASKONOMY, folder.resolve("t"))));
    for (int i = 0; i < 3; i++) {
      float[] before = builders.get(i).crop(30, 40).augmentation(twice).build().sample(Split.TRAIN, 0, 0).label("depth_zbuffer").values();
      float[] after = builders.get(i).augmentation(nearer).build().sample(Split.TRAIN, 0, 0).label("depth_zbuffer").values();
      for (int p = 0; p < before.length; p++) {
        double expected = switch (i) {
          case 0 -> before[p] * 2;
          case 1 -> before[p] / 2;
          default -> Math.log1p((Math.pow(65536, before[p]) - 1) / 2) / Math.log(65536);
        };
        assertThat(after[p]).isCloseTo((float) expected, within(1e-5f));
      }
    }
  }
}
