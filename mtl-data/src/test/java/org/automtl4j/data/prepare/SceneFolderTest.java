package org.automtl4j.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.reader.ArrayFile;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SceneFolderTest {
  private static final SyntheticScenes SCENES = SyntheticScenes.builder().size(16, 24).counts(5, 2, 3).seed(7).build();

  @TempDir Path folder;

  private JsonNode write(Layout layout, String index) throws Exception {
    SceneFolder.write(layout, SCENES, folder, false, Progress.NONE);
    return new ObjectMapper().readTree(folder.resolve(index).toFile());
  }

  private static byte[] bytesOf(Sample scene) {
    byte[] rgb = new byte[scene.image().length];
    int area = rgb.length / 3;
    for (int i = 0; i < area; i++) {
      for (int c = 0; c < 3; c++) {
        rgb[3 * i + c] = (byte) Math.round(SCENES.imageEncoding().decode(2 - c, scene.image()[(2 - c) * area + i]));
      }
    }
    return rgb;
  }

  @Test
  void cityscapesHoldsTheScenesAsArrays() throws Exception {
    JsonNode index = write(Layout.CITYSCAPES, "cityscape.json");
    assertThat(index.get("train")).hasSize(5);
    assertThat(index.get("train1")).hasSize(3);
    assertThat(index.get("train2").get(1)).isEqualTo(index.get("train").get(3));
    assertThat(index.get("val")).hasSize(2);
    assertThat(index.get("test")).hasSize(3);
    JsonNode files = index.get("test").get(2);
    assertThat(files).hasSize(5);
    Sample scene = SCENES.sample(Split.TEST, 2, 0);
    Pixels.Floats image = ArrayFile.read(folder.resolve(files.get(0).asText()));
    byte[] bytes = bytesOf(scene);
    for (int i = 0; i < bytes.length; i++) {
      assertThat(Math.round(image.at(i) * 255)).isEqualTo(bytes[i] & 0xFF);
    }
    Pixels.Floats depth = ArrayFile.read(folder.resolve(files.get(1).asText()));
    Pixels.Floats fine = ArrayFile.read(folder.resolve(files.get(4).asText()));
    Pixels.Floats foreground = ArrayFile.read(folder.resolve(files.get(2).asText()));
    int[] table = {0, 2, 10, 8, 13, 5, 7};
    for (int i = 0; i < 16 * 24; i++) {
      assertThat(1 / depth.at(i)).isCloseTo(scene.label("depth_zbuffer").values()[i], withPercentage(1e-3));
      int what = (int) scene.label("segment_semantic").values()[i];
      assertThat(fine.at(i)).isEqualTo(table[what]);
      assertThat(foreground.at(i)).isEqualTo(what == 4 ? 1 : 0);
    }
  }

  @Test
  void nyuv2HoldsTheScenesAsPicturesAndMetres() throws Exception {
    JsonNode files = write(Layout.NYUV2, "nyu_v2_3task.json").get("val").get(1);
    Sample scene = SCENES.sample(Split.VAL, 1, 0);
    assertThat(((Pixels.Bytes) ImageFile.read(folder.resolve(files.get(0).asText()))).values()).isEqualTo(bytesOf(scene));
    Pixels classes = ImageFile.read(folder.resolve(files.get(1).asText()));
    Pixels normal = ImageFile.read(folder.resolve(files.get(2).asText()));
    assertThat(ArrayFile.read(folder.resolve(files.get(3).asText())).values()).isEqualTo(scene.label("depth_zbuffer").values());
    int[] table = {1, 0, 21, 39, 28, 38, 34};
    for (int i = 0; i < 16 * 24; i++) {
      assertThat(classes.at(i)).isEqualTo(table[(int) scene.label("segment_semantic").values()[i]]);
      for (int c = 0; c < 3; c++) {
        assertThat(normal.at(3 * i + c) / 255 * 2 - 1).isCloseTo(scene.label("normal").values()[c * 384 + i], offset(2 / 255f));
      }
    }
  }

  @Test
  void taskonomyHoldsTheScenesInDomainsOfBuildings() throws Exception {
    JsonNode index = write(Layout.TASKONOMY, "taskonomy.json");
    JsonNode files = index.get("test").get(1);
    assertThat(files.get(0).asText()).isEqualTo("test_rooms_0/rgb/point_1_view_0_domain_rgb.png");
    assertThat(folder.resolve("train").resolve(index.get("val").get(0).get(0).asText())).exists();
    Sample scene = SCENES.sample(Split.TEST, 1, 0);
    List<Pixels> read = new ArrayList<>();
    files.forEach(file -> read.add(ImageFile.read(folder.resolve("test").resolve(file.asText()))));
    assertThat(((Pixels.Bytes) read.get(0)).values()).isEqualTo(bytesOf(scene));
    int[] table = {1, 1, 1, 17, 10, 2, 5};
    for (int i = 0; i < 16 * 24; i++) {
      assertThat(read.get(1).at(i)).isEqualTo(table[(int) scene.label("segment_semantic").values()[i]]);
      assertThat(read.get(3).at(i) / 512).isCloseTo(scene.label("depth_zbuffer").values()[i], offset(1 / 1000f));
      assertThat(read.get(4).at(i) / 65536 / .005f).isCloseTo(scene.label("keypoints2d").values()[i], offset(2e-3f));
      assertThat(read.get(5).at(i) / 65536 / .08f).isCloseTo(scene.label("edge_texture").values()[i], offset(1e-3f));
    }
    Pixels weights = ArrayFile.read(priorsAsRow());
    assertThat(weights.size()).isEqualTo(17);
  }

  /** Arrays of pixels have two dimensions, the weights one. */
  private Path priorsAsRow() throws Exception {
    Path row = folder.resolve("row.npy");
    NumberArray weights = NpyFile.read(folder.resolve("semseg_prior_factor.npy"));
    double[] values = weights.toDoubles();
    assertThat(Arrays.stream(values).average().orElseThrow()).isCloseTo(1, offset(1e-12));
    assertThat(values[0]).as("background is frequent and weighs least").isEqualTo(Arrays.stream(values).min().orElseThrow());
    NpyFile.write(row, NumberArray.of(values, 1, values.length));
    return row;
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void whatLiesThereIsNotReplacedUnlessAsked(Layout layout) throws Exception {
    Files.writeString(folder.resolve("mine.txt"), "keep");
    assertThatThrownBy(() -> SceneFolder.write(layout, SCENES, folder, false, Progress.NONE)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(folder.toString()).hasMessageContaining("--overwrite");
    SceneFolder.write(layout, SCENES, folder, true, Progress.NONE);
    assertThat(folder.resolve("mine.txt")).hasContent("keep");
  }

  @Test
  void progressCountsEveryScene() {
    List<Integer> heard = new ArrayList<>();
    SceneFolder.write(Layout.FOLDER, SCENES, folder, false, (what, done, total) -> heard.add(done * 100 + total));
    assertThat(heard).hasSize(10).endsWith(1010);
  }
}
