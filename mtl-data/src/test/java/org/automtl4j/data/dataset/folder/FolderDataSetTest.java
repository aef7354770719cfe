package org.automtl4j.data.dataset.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.dataset.DataSetContract;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.prepare.Layout;
import org.automtl4j.data.prepare.Progress;
import org.automtl4j.data.prepare.SceneFolder;
import org.automtl4j.data.prepare.internal.PngFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderDataSetTest extends DataSetContract {
  private static final SyntheticScenes SCENES = SyntheticScenes.builder().size(16, 24).counts(6, 2, 3).seed(5).build();

  @TempDir static Path scenes;
  @TempDir Path folder;

  @BeforeAll
  static void write() {
    SceneFolder.write(Layout.FOLDER, SCENES, scenes, false, Progress.NONE);
  }

  @Override
  protected MultiTaskDataSet create() {
    return FolderDataSet.open(scenes);
  }

  @Test
  void theLoaderGivesBackWhatTheRendererMade() {
    FolderDataSet data = FolderDataSet.open(scenes);
    assertThat(data.tasks().stream().map(t -> t.name()).toList()).containsExactlyElementsOf(SCENES.tasks().stream().map(t -> t.name()).toList());
    assertThat(data.task("segment_semantic").classNames()).isEqualTo(SCENES.task("segment_semantic").classNames());
    for (Split split : Split.values()) {
      assertThat(data.size(split)).isEqualTo(SCENES.size(split));
      for (int i = 0; i < data.size(split); i++) {
        Sample scene = SCENES.sample(split, i, 0);
        Sample read = data.sample(split, i, 0);
        assertThat(read.image()).isEqualTo(scene.image());
        assertThat(read.label("segment_semantic").values()).isEqualTo(scene.label("segment_semantic").values());
        assertThat(read.label("depth_zbuffer").values()).containsExactly(scene.label("depth_zbuffer").values(), offset(0.00051f));
        assertThat(read.label("edge_texture").values()).containsExactly(scene.label("edge_texture").values(), offset(1e-5f));
        assertThat(read.label("keypoints2d").values()).containsExactly(scene.label("keypoints2d").values(), offset(1e-5f));
        assertThat(read.label("normal").values()).containsExactly(scene.label("normal").values(), offset(0.008f));
        assertThat(data.describe(split, i, "normal")).startsWith(scenes.resolve("normal").toString()).endsWith(".png");
      }
    }
  }

  private void picture(String name, int height, int width, int seed) {
    byte[] rgb = new byte[3 * height * width];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (seed * 31 + i * 7);
    }
    PngFile.colour(folder.resolve("images").resolve(name + ".png"), rgb, height, width);
  }

  private void pictures(int count) {
    for (int i = 0; i < count; i++) {
      picture("p" + i, 8, 12, i);
    }
  }

  private void floats(String file, float[] values, long... shape) {
    NpyFile.write(folder.resolve(file), NumberArray.of(values, shape));
  }

  private FolderDataSet open(String tasks) throws Exception {
    Files.writeString(folder.resolve("tasks.yaml"), tasks);
    return FolderDataSet.open(folder);
  }

  @Test
  void whereALabelIsMissingTheMaskIsZeroEverywhere() throws Exception {
    pictures(6);
    for (int i = 0; i < 6; i++) {
      PngFile.grey(folder.resolve("floor/p" + i + ".png"), new byte[96], 8, 12);
    }
    floats("depth/p0.npy", new float[96], 8, 12);
    FolderDataSet data = open("tasks: {floor: {kind: segmentation, classes: [a, b]}, depth: {kind: depth}}");
    int without = 0;
    for (Split split : List.of(Split.TRAIN, Split.VAL, Split.TEST)) {
      for (int i = 0; i < data.size(split); i++) {
        Label depth = data.sample(split, i, 0).label("depth");
        assertThat(depth.values()).hasSize(96);
        if (depth.mask().isPresent()) {
          assertThat(depth.mask().get()).containsOnly(0);
          assertThat(data.describe(split, i, "depth")).contains("images");
          without++;
        }
      }
    }
    assertThat(without).isEqualTo(5);
  }

  @Test
  void picturesOfAnySizeAreBroughtToTheUsualOneAndLabelsToTheNearest() throws Exception {
    pictures(4);
    picture("large", 16, 24, 9);
    for (int i = 0; i < 4; i++) {
      floats("depth/p" + i + ".npy", new float[96], 8, 12);
    }
    float[] depth = new float[16 * 24];
    for (int i = 0; i < depth.length; i++) {
      depth[i] = i;
    }
    floats("depth/large.npy", depth, 16, 24);
    FolderDataSet data = open("tasks: {depth: {kind: depth}}");
    assertThat(new int[] {data.height(), data.width()}).containsExactly(8, 12);
    float[] found = null;
    for (Split split : List.of(Split.TRAIN, Split.VAL, Split.TEST)) {
      for (int i = 0; i < data.size(split); i++) {
        if (data.describe(split, i, "depth").endsWith("large.npy")) {
          found = data.sample(split, i, 0).label("depth").values();
        }
      }
    }
    assertThat(found[0]).isZero();
    assertThat(found[1]).isEqualTo(2);
    assertThat(found[12]).isEqualTo(48);
    assertThat(open("size: [16, 24]\ntasks: {depth: {kind: depth}}").sample(Split.TRAIN, 0, 0).image()).hasSize(3 * 16 * 24);
  }

  @Test
  void aLabelOfAnotherShapeThanItsPictureIsRefused() throws Exception {
    pictures(4);
    for (int i = 0; i < 4; i++) {
      floats("depth/p" + i + ".npy", new float[96], 12, 8);
    }
    FolderDataSet data = open("tasks: {depth: {kind: depth}}");
    assertThatThrownBy(() -> data.sample(Split.TRAIN, 0, 0)).isInstanceOf(InvalidInputException.class).hasMessageContaining("depth")
        .hasMessageContaining("found 12x8 pixels beside a picture of 8x12");
  }

  @Test
  void answersOfWholeImagesComeFromATable() throws Exception {
    pictures(6);
    Files.writeString(folder.resolve("weather.csv"), "picture,weather\np0.png,sun\np1,rain\np2,1\np3,\np4,sun\np5,sun\n");
    Files.writeString(folder.resolve("speed.csv"), "picture,left,right\np0,1.5,-2\np1,0,0\np2,0,0\np3,4,5\np4,0,0\np5,0,0\n");
    FolderDataSet data = open("""
        tasks:
          weather: {kind: classification, classes: [sun, rain]}
          speed: {kind: regression, outputs: 2, unit: m/s}
        split: {fractions: {val: 0.2, test: 0.2}}
        """);
    assertThat(data.task("speed").unit()).isEqualTo("m/s");
    assertThat(data.task("weather").kind()).isEqualTo(TaskKind.CLASSIFICATION);
    int unknown = 0;
    float sum = 0;
    for (Split split : List.of(Split.TRAIN, Split.VAL, Split.TEST)) {
      for (int i = 0; i < data.size(split); i++) {
        Sample sample = data.sample(split, i, 0);
        unknown += sample.label("weather").mask().isPresent() ? 1 : 0;
        sum += sample.label("weather").values()[0] + 10 * sample.label("speed").values()[0];
      }
    }
    assertThat(unknown).isEqualTo(1);
    assertThat(sum).isEqualTo(2 + 10 * 5.5f);
    Files.writeString(folder.resolve("weather.csv"), "picture,weather\np0.png,fog\n");
    assertThatThrownBy(() -> FolderDataSet.open(folder)).hasMessageContaining("weather.csv, line 2: found 'fog', allowed: one of [sun, rain]");
  }

  @Test
  void namesMayHaveEndingsAndFoldersOfTheirOwn() throws Exception {
    for (int i = 0; i < 4; i++) {
      picture("walk/f" + i + "_rgb", 8, 12, i);
      floats("range/walk/f" + i + "_d.npy", new float[96], 8, 12);
    }
    FolderDataSet data = open("imageSuffix: _rgb\ntasks: {distance: {kind: depth, folder: range, suffix: _d}}");
    assertThat(data.size(Split.TRAIN) + data.size(Split.VAL) + data.size(Split.TEST)).isEqualTo(4);
    assertThatThrownBy(() -> open("tasks: {distance: {kind: depth, folder: range}}")).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("range: found 'walk/f0_d' and the like, allowed: labels named after the pictures, such as 'walk/f0_rgb'");
  }

  @Test
  void theFingerprintChangesWithTheContent() throws Exception {
    pictures(4);
    for (int i = 0; i < 4; i++) {
      floats("depth/p" + i + ".npy", new float[96], 8, 12);
    }
    String before = open("tasks: {depth: {kind: depth}}").fingerprint();
    assertThat(FolderDataSet.open(folder).fingerprint()).isEqualTo(before);
    assertThat(open("tasks: {depth: {kind: depth, scale: 2}}").fingerprint()).isNotEqualTo(before);
    picture("p9", 8, 12, 5);
    floats("depth/p9.npy", new float[96], 8, 12);
    assertThat(open("tasks: {depth: {kind: depth}}").fingerprint()).isNotEqualTo(before);
  }
}
