package org.automtl4j.data.dataset.nddr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.data.dataset.DataSetContract;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.prepare.Layout;
import org.automtl4j.data.prepare.Progress;
import org.automtl4j.data.prepare.SceneFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenes in the layout of NDDR-CNN, read back. */
class NddrDataSetTest extends DataSetContract {
  @TempDir static Path folder;
  private static SyntheticScenes scenes;

  @BeforeAll
  static void writeScenes() {
    scenes = SyntheticScenes.builder().size(24, 32).counts(6, 2, 3).seed(3).build();
    SceneFolder.write(Layout.NDDR, scenes, folder.resolve("scenes"), false, Progress.NONE);
  }

  private static NddrBuilder whole() {
    return NddrDataSet.builder(folder.resolve("scenes")).crop(24, 32).size(24, 32);
  }

  /** Mirrored at most: the laws tell samples apart by their colours. */
  @Override
  protected MultiTaskDataSet create() {
    return whole().augmentation(new NddrAugmentation(0, 0, 1, 1, true)).seed(5).build();
  }

  @Test
  void unitNormalsAreThoseOfTheScenes() {
    Label label = whole().build().sample(Split.TEST, 1, 0).label("normal");
    float[] exact = scenes.sample(Split.TEST, 1, 0).label("normal").values();
    for (int i = 0; i < exact.length; i++) {
      assertThat(label.values()[i]).isCloseTo(exact[i], within(1 / 127f));
    }
    assertThat(label.mask().orElseThrow()).containsOnly(1);
  }

  @Test
  void aMirrorTurnsDirectionsRoundButNotCodes() {
    for (NormalSpace space : NormalSpace.values()) {
      NddrDataSet plain = whole().normals(space).augmentation(NddrAugmentation.CROP_ONLY).build();
      NddrDataSet mirrored = whole().normals(space).augmentation(new NddrAugmentation(0, 0, 1, 1, true)).build();
      int turned = 0;
      for (int epoch = 0; epoch < 8; epoch++) {
        Sample one = plain.sample(Split.TRAIN, 0, epoch);
        Sample other = mirrored.sample(Split.TRAIN, 0, epoch);
        if (one.image()[0] != other.image()[0] || one.image()[1] != other.image()[1]) {
          float left = one.label("normal").values()[0];
          assertThat(other.label("normal").values()[31]).isEqualTo(space == NormalSpace.UNIT ? -left : left);
          turned++;
        }
      }
      assertThat(turned).isBetween(1, 7);
    }
  }

  @Test
  void withoutAListForValidationAShareIsSetAside() throws IOException {
    Path other = folder.resolve("published");
    SceneFolder.write(Layout.NDDR, scenes, other, false, Progress.NONE);
    Files.delete(other.resolve("list/validation_seg.txt"));
    Files.delete(other.resolve("list/validation_normal_mask.txt"));
    NddrDataSet data = NddrDataSet.builder(other).validation(0.3, 1).build();
    assertThat(List.of(data.size(Split.TRAIN), data.size(Split.VAL), data.size(Split.TEST))).containsExactly(4, 2, 3);
    assertThat(data.remarks()).anyMatch(remark -> remark.contains("were set aside"));
    assertThat(NddrDataSet.builder(other).validation(0, 1).build().size(Split.TRAIN)).isEqualTo(6);
  }

  @Test
  void listsAndMeansThatCannotBeAreRefused() throws IOException {
    Path other = folder.resolve("wrong");
    SceneFolder.write(Layout.NDDR, scenes, other, false, Progress.NONE);
    Path list = other.resolve("list/testing_normal_mask.txt");
    String sound = Files.readString(list);
    Files.writeString(list, sound.lines().skip(1).reduce("", (a, b) -> a + b + "\n"));
    refused(other, "testing_normal_mask.txt, sample 1: found nyu_train_val/test_1_img.png, but ", "both lists must name the same pictures");
    Files.writeString(list, "/a.png\n");
    refused(other, "testing_normal_mask.txt, line 1: found '/a.png', allowed: two paths");
    Files.writeString(list, "/../a.png /b.png\n");
    refused(other, "line 1: found '/../a.png', allowed: the path of a file below the data set's folder");
    Files.writeString(list, sound);
    NpyFile.write(other.resolve("nyu_v2_mean.npy"), NumberArray.of(new double[] {1, 2, 300}, 3));
    refused(other, "nyu_v2_mean.npy: found [1.0, 2.0, 300.0], allowed: three numbers from 0 to 255");
  }

  private static void refused(Path root, String... parts) {
    for (String part : parts) {
      assertThatThrownBy(() -> NddrDataSet.builder(root).build()).isInstanceOf(InvalidInputException.class).hasMessageContaining(part);
    }
  }

  @Test
  void picturesOfAnotherSizeAreRefusedWhereTheyAreMeasured() {
    NddrDataSet data = whole().size(48, 64).build();
    assertThatThrownBy(() -> data.sample(Split.TEST, 0, 0)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("24x32 pixels, but test pictures of nddr must have 48x64");
  }
}
