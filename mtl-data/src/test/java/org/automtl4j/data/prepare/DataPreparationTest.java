package org.automtl4j.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.nddr.NddrDataSet;
import org.automtl4j.data.prepare.internal.PngFile;
import org.automtl4j.data.reader.ArrayFile;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Miniature sources in the real formats: MATLAB's files were written by h5py and SciPy. */
class DataPreparationTest {
  @TempDir Path folder;

  private DataPreparation prepare(Layout layout, Path from, int height, int width) {
    DataPreparation.Options options = new DataPreparation.Options(from, folder.resolve("out"), Optional.of(height), Optional.of(width), Optional.empty(),
        Optional.empty(), Optional.empty(), Optional.empty(), 0.3, 1);
    return DataPreparation.prepare(layout, options, Progress.NONE);
  }

  private JsonNode index(String file) throws Exception {
    return new ObjectMapper().readTree(folder.resolve("out").resolve(file).toFile());
  }

  private Path out(JsonNode file) {
    return folder.resolve("out").resolve(file.asText());
  }

  private Path nyuv2() throws Exception {
    Path from = Files.createDirectories(folder.resolve("nyu"));
    for (String name : List.of("nyu_depth_v2_labeled.mat", "splits.mat", "classMapping40.mat")) {
      try (InputStream in = getClass().getResourceAsStream("/prepare/nyuv2/" + name)) {
        Files.copy(in, from.resolve(name));
      }
    }
    return from;
  }

  @Test
  void nyuv2IsReadFromMatlabsFiles() throws Exception {
    DataPreparation done = prepare(Layout.NYUV2, nyuv2(), 1, 1);
    assertThat(done.samples()).isEqualTo(Map.of(Split.TRAIN, 3, Split.TRAIN1, 2, Split.TRAIN2, 1, Split.VAL, 1, Split.TEST, 2));
    JsonNode test = index("nyu_v2_3task.json").get("test");
    assertThat(test.get(0).get(0).asText()).isEqualTo("image/0003.png");
    // Picture 5 of the source; the numbers at column 7, row 9 are those that h5py wrote.
    Path root = folder.resolve("out");
    Pixels image = ImageFile.read(root.resolve("image/0005.png"));
    assertThat(image.shape()).isEqualTo("15x20 with 3 channels");
    int pixel = 9 * 20 + 7;
    assertThat(new float[] {image.at(3 * pixel), image.at(3 * pixel + 1), image.at(3 * pixel + 2)}).containsExactly(122, 131, 232);
    assertThat(ArrayFile.read(root.resolve("depth/0005.npy")).at(pixel)).isEqualTo(1.97f);
    assertThat(ImageFile.read(root.resolve("seg40/0005.png")).at(pixel)).as("label 6 is mapped to class 7, which counts from 0 as 6").isEqualTo(6);
    Pixels classes = ImageFile.read(root.resolve("seg40/0001.png"));
    float[] column = new float[5];
    for (int row = 0; row < 5; row++) {
      column[row] = classes.at(row * 20);
    }
    assertThat(column).as("labels 4 5 3 7 0").containsExactly(2, 20, 2, 11, 255);
  }

  @Test
  void nyuv2CanLieInTheLayoutOfNddr() throws Exception {
    DataPreparation done = prepare(Layout.NDDR, nyuv2(), 1, 1);
    Path root = folder.resolve("out");
    NddrDataSet data = NddrDataSet.builder(root).validation(0, 0).size(15, 20).build();
    assertThat(List.of(data.size(Split.TRAIN), data.size(Split.TEST))).as("the whole official split").containsExactly(
        done.samples().get(Split.TRAIN) + done.samples().get(Split.VAL), done.samples().get(Split.TEST));
    assertThat(Files.readAllLines(root.resolve("list/training_seg.txt")).get(0)).isEqualTo("/nyu_train_val/0001_img.png /nyu_train_val/0001_seg.png");
    assertThat(Files.readAllLines(root.resolve("list/testing_normal_mask.txt")).get(0)).isEqualTo("/nyu_train_val/0003_img.png /nyu_train_val/0003_normal.png");
    int unknown = 2 * 20 + 3;
    Sample first = data.stored(Split.TRAIN, 0, List.of("segment_semantic", "normal"));
    assertThat(first.label("normal").mask().orElseThrow()[unknown]).isZero();
    assertThat(first.label("segment_semantic").values()[0]).isEqualTo(2);
    double mean = 0;
    for (int i = 0; i < 4; i++) {
      float[] image = data.stored(Split.TRAIN, i, List.of()).image();
      for (int k = 0; k < 300; k++) {
        mean += image[k];
      }
    }
    assertThat(mean / 1200).as("images are centred").isCloseTo(0, offset(1e-3));
  }

  @Test
  void normalsFollowFromDepth() throws Exception {
    prepare(Layout.NYUV2, nyuv2(), 1, 1);
    Pixels normal = ImageFile.read(folder.resolve("out/normal/0001.png"));
    Pixels depth = ArrayFile.read(folder.resolve("out/depth/0001.npy"));
    int unknown = 2 * 20 + 3;
    assertThat(depth.at(unknown)).isZero();
    assertThat(normal.at(3 * unknown)).isEqualTo(255);
    // Depth 1.5 + 0.01 u: neighbours along a row differ by much more in depth than in x, so that the surface is seen nearly edge-on from the right.
    int middle = 7 * 20 + 10;
    double x = normal.at(3 * middle) / 255 * 2 - 1;
    double y = normal.at(3 * middle + 1) / 255 * 2 - 1;
    double z = normal.at(3 * middle + 2) / 255 * 2 - 1;
    double u = 10;
    double d = depth.at(middle);
    double[] alongRow = {(u - 325.58) / 518.86 * 0.01 + d / 518.86, (7 - 253.74) / 519.47 * 0.01, 0.01};
    double[] alongColumn = {0, d / 519.47, 0};
    double[] cross = {alongRow[1] * alongColumn[2] - alongRow[2] * alongColumn[1], alongRow[2] * alongColumn[0] - alongRow[0] * alongColumn[2],
        alongRow[0] * alongColumn[1] - alongRow[1] * alongColumn[0]};
    double length = -Math.sqrt(cross[0] * cross[0] + cross[1] * cross[1] + cross[2] * cross[2])
        * Math.signum(cross[0] * (u - 325.58) / 518.86 + cross[1] * (7 - 253.74) / 519.47 + cross[2]);
    assertThat(x).isCloseTo(cross[0] / length, offset(0.03));
    assertThat(y).isCloseTo(cross[1] / length, offset(0.03));
    assertThat(z).isCloseTo(cross[2] / length, offset(0.03));
  }

  @Test
  void anInterruptedPreparationGoesOnWithoutWritingAgain() throws Exception {
    Path from = nyuv2();
    prepare(Layout.NYUV2, from, 1, 1);
    Path kept = folder.resolve("out/image/0001.png");
    FileTime before = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(kept, before);
    Files.delete(folder.resolve("out/depth/0002.npy"));
    Files.delete(folder.resolve("out/nyu_v2_3task.json"));
    prepare(Layout.NYUV2, from, 1, 1);
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(before);
    assertThat(folder.resolve("out/depth/0002.npy")).exists();
    assertThat(index("nyu_v2_3task.json").get("train")).hasSize(3);
  }

  @Test
  void whatWasWrittenIsChecked() throws Exception {
    Path from = nyuv2();
    prepare(Layout.NYUV2, from, 1, 1);
    PngFile.grey(folder.resolve("out/seg40/0002.png"), new byte[] {40}, 1, 1);
    assertThatThrownBy(() -> prepare(Layout.NYUV2, from, 1, 1)).isInstanceOf(InvalidInputException.class).hasMessageContaining("seg40")
        .hasMessageContaining("0002.png")
        .hasMessageContaining("remove the file and run again");
  }

  @Test
  void whatIsMissingIsSaidWithItsOwnersAddress() throws Exception {
    Path from = nyuv2();
    Files.delete(from.resolve("classMapping40.mat"));
    assertThatThrownBy(() -> prepare(Layout.NYUV2, from, 1, 1)).hasMessageContaining("classMapping40.mat").hasMessageContaining("--classes");
    Files.delete(from.resolve("splits.mat"));
    assertThatThrownBy(() -> prepare(Layout.NYUV2, from, 1, 1)).hasMessageContaining("http://horatio.cs.nyu.edu/mit/silberman/indoor_seg_sup/splits.mat");
    Files.write(from.resolve("nyu_depth_v2_labeled.mat"), new byte[2000]);
    Files.copy(getClass().getResourceAsStream("/prepare/nyuv2/splits.mat"), from.resolve("splits.mat"));
    Files.copy(getClass().getResourceAsStream("/prepare/nyuv2/classMapping40.mat"), from.resolve("classMapping40.mat"));
    assertThatThrownBy(() -> prepare(Layout.NYUV2, from, 1, 1)).hasMessageContaining("nyu_depth_v2_labeled.mat: not a whole file of MATLAB's format 7.3");
    assertThatThrownBy(() -> prepare(Layout.CITYSCAPES, from, 8, 8)).hasMessageContaining("https://www.cityscapes-dataset.com/downloads/");
    assertThatThrownBy(() -> prepare(Layout.TASKONOMY, from, 8, 8)).hasMessageContaining("--buildings");
    assertThatThrownBy(() -> prepare(Layout.FOLDER, from, 8, 8)).hasMessageContaining("data init");
  }

  /** Pictures of 16x32: ids 0 to 33 row by row, disparity 257 (1 pixel) but for the first row, which is 0. */
  private Path cityscapes(int pictures) {
    Path from = folder.resolve("city");
    for (int i = 0; i < pictures; i++) {
      String name = (i % 3 == 2 ? "val" : "train") + "/town/town_00000" + i + "_000019";
      byte[] rgb = new byte[3 * 512];
      byte[] ids = new byte[512];
      short[] disparity = new short[512];
      for (int p = 0; p < 512; p++) {
        rgb[3 * p] = (byte) (p % 2 == 0 ? 100 : 102);
        rgb[3 * p + 1] = (byte) i;
        ids[p] = (byte) (p / 4 % 34);
        disparity[p] = (short) (p < 32 ? 0 : 257);
      }
      PngFile.colour(from.resolve("leftImg8bit/" + name + "_leftImg8bit.png"), rgb, 16, 32);
      PngFile.grey(from.resolve("gtFine/" + name + "_gtFine_labelIds.png"), ids, 16, 32);
      PngFile.grey16(from.resolve("disparity/" + name + "_disparity.png"), disparity, 16, 32);
    }
    return from;
  }

  private void assertCityscapes(double focalBaseline) throws Exception {
    JsonNode index = index("cityscape.json");
    assertThat(index.get("test")).hasSize(2);
    assertThat(index.get("train").size() + index.get("val").size()).isEqualTo(4);
    JsonNode files = index.get("test").get(0);
    assertThat(files.get(4).asText()).isEqualTo("label_19/val/town/town_000002_000019.npy");
    Pixels image = ArrayFile.read(out(files.get(0)));
    assertThat(image.shape()).isEqualTo("8x16 with 3 channels");
    assertThat(image.at(0)).as("the mean of 100 and 102").isEqualTo(101 / 255f);
    Pixels depth = ArrayFile.read(out(files.get(1)));
    assertThat(depth.at(0)).as("no disparity").isZero();
    assertThat(depth.at(17)).as("one pixel").isCloseTo((float) (1 / focalBaseline), offset(1e-6f));
    Pixels foreground = ArrayFile.read(out(files.get(2)));
    Pixels categories = ArrayFile.read(out(files.get(3)));
    Pixels classes = ArrayFile.read(out(files.get(4)));
    for (int p = 0; p < 128; p++) {
      int id = (p / 16 * 2 * 32 + p % 16 * 2) / 4 % 34;
      int[] wanted =
          switch (id) {
            case 7 -> new int[] {0, 0, 0}; // road
            case 11 -> new int[] {0, 1, 2}; // building
            case 20 -> new int[] {0, 2, 7}; // traffic sign
            case 22 -> new int[] {0, 3, 9}; // terrain
            case 23 -> new int[] {0, 4, 10}; // sky
            case 25 -> new int[] {1, 5, 12}; // rider
            case 29 -> new int[] {1, 6, -1}; // caravan
            case 33 -> new int[] {1, 6, 18}; // bicycle
            case 4 -> new int[] {-1, -1, -1}; // static
            default -> new int[0];
          };
      if (wanted.length > 0) {
        assertThat(new float[] {foreground.at(p), categories.at(p), classes.at(p)}).as("id " + id).containsExactly(wanted[0], wanted[1], wanted[2]);
      }
    }
  }

  @Test
  void cityscapesIsReadFromFolders() throws Exception {
    DataPreparation done = prepare(Layout.CITYSCAPES, cityscapes(6), 8, 16);
    assertCityscapes(2262.52 * 0.209313);
    assertThat(done.remarks()).hasSize(1).allMatch(r -> r.contains("usual calibration"));
    assertThatThrownBy(() -> prepare(Layout.CITYSCAPES, folder.resolve("city"), 16, 32)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("size=8x16").hasMessageContaining("size=16x32");
  }

  @Test
  void cityscapesIsReadFromArchivesWithTheirCameras() throws Exception {
    Path plain = cityscapes(6);
    for (String name : List.of("train/town/town_000000", "train/town/town_000001", "val/town/town_000002", "train/town/town_000003", "train/town/town_000004",
        "val/town/town_000005")) {
      Path camera = plain.resolve("camera").resolve(name + "_000019_camera.json");
      Files.createDirectories(camera.getParent());
      Files.writeString(camera, "{\"extrinsic\": {\"baseline\": 0.5}, \"intrinsic\": {\"fx\": 1000}}");
    }
    Path archives = Files.createDirectories(folder.resolve("archives"));
    for (String part : List.of("leftImg8bit", "gtFine", "disparity", "camera")) {
      zip(plain, part, archives.resolve(part + "_trainvaltest.zip"));
    }
    DataPreparation done = prepare(Layout.CITYSCAPES, archives, 8, 16);
    assertCityscapes(500);
    assertThat(done.remarks()).isEmpty();
    Files.write(archives.resolve("gtFine_trainvaltest.zip"), new byte[100]);
    assertThatThrownBy(() -> prepare(Layout.CITYSCAPES, archives, 8, 16)).hasMessageContaining("gtFine_trainvaltest.zip: not a whole zip archive");
  }

  private static void zip(Path root, String part, Path archive) throws Exception {
    try (OutputStream out = Files.newOutputStream(archive); ZipOutputStream zip = new ZipOutputStream(out); var files = Files.walk(root.resolve(part))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(root.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
      }
    }
  }

  @Test
  void aCityscapesPictureWithoutItsLabelsIsNamed() throws Exception {
    Path from = cityscapes(6);
    Files.delete(from.resolve("gtFine/train/town/town_000001_000019_gtFine_labelIds.png"));
    assertThatThrownBy(() -> prepare(Layout.CITYSCAPES, from, 8, 16))
        .hasMessageContaining("train/town/town_000001_000019_leftImg8bit.png without gtFine/train/town/town_000001_000019_gtFine_labelIds.png");
  }

  @Test
  void taskonomyIsArrangedByBuildings() throws Exception {
    Path from = folder.resolve("taskonomy");
    List<String> buildings = List.of("allen", "beech", "coffee", "darden");
    for (int b = 0; b < buildings.size(); b++) {
      for (int view = 0; view < 2; view++) {
        for (String domain : List.of("rgb", "segmentsemantic", "normal", "depth_zbuffer", "keypoints2d", "edge_texture")) {
          String name = "point_" + view + "_view_0_domain_" + domain + ".png";
          Path file = from.resolve(b % 2 == 0 ? domain + "/" + buildings.get(b) + "/" + name : buildings.get(b) + "/" + domain + "/" + name);
          switch (domain) {
            case "rgb", "normal" -> PngFile.colour(file, new byte[3 * 64], 8, 8);
            case "segmentsemantic" -> PngFile.grey(file, new byte[] {1, 17, 0, 2}, 2, 2);
            default -> PngFile.grey16(file, new short[64], 8, 8);
          }
          if (domain.equals("segmentsemantic")) {
            byte[] classes = new byte[64];
            classes[0] = (byte) (b + 1);
            PngFile.grey(file, classes, 8, 8);
          }
        }
      }
    }
    Files.delete(from.resolve("rgb/allen/point_1_view_0_domain_rgb.png"));
    Files.delete(from.resolve("beech/normal/point_1_view_0_domain_normal.png"));
    Files.writeString(from.resolve("buildings.csv"),
        "id,train,val,test\nallen,1,0,0\nbeech,1,0,0\ncoffee,0,1,0\ndarden,0,0,1\nelsewhere,1,0,0\nunused,0,0,0\n");
    DataPreparation done = prepare(Layout.TASKONOMY, from, 1, 1);
    assertThat(done.samples()).isEqualTo(Map.of(Split.TRAIN, 2, Split.TRAIN1, 1, Split.TRAIN2, 1, Split.VAL, 2, Split.TEST, 2));
    assertThat(done.remarks()).hasSize(1).allMatch(r -> r.startsWith("1 pictures lack one of"));
    JsonNode index = index("taskonomy.json");
    List<String> val = new ArrayList<>();
    index.get("val").forEach(files -> val.add(files.get(1).asText()));
    assertThat(val).containsExactly("coffee/segmentsemantic/point_0_view_0_domain_segmentsemantic.png",
        "coffee/segmentsemantic/point_1_view_0_domain_segmentsemantic.png");
    assertThat(folder.resolve("out/train").resolve(val.get(0))).exists();
    assertThat(folder.resolve("out/test/darden/rgb/point_0_view_0_domain_rgb.png")).exists();
    assertThat(folder.resolve("out/semseg_prior_factor.npy")).exists();
    Files.writeString(from.resolve("buildings.csv"), "allen,1,1,0\n");
    assertThatThrownBy(() -> prepare(Layout.TASKONOMY, from, 1, 1))
        .hasMessageContaining("buildings.csv, line 1: found 'allen,1,1,0', allowed: id,train,val,test");
  }
}
