package org.automtl4j.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.PngFile;
import org.automtl4j.golden.mutation.ZipMutator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives and folders of owners with files that are damaged, or cost more than they should. */
class HostileSourcesTest {
  @TempDir Path folder;
  private final Map<String, byte[]> entries = new TreeMap<>();

  @BeforeEach
  void cityscapes() throws Exception {
    for (int i = 0; i < 6; i++) {
      String name = (i % 3 == 2 ? "val" : "train") + "/town/town_00000" + i + "_000019";
      Path file = folder.resolve("file.png");
      PngFile.colour(file, new byte[3 * 512], 16, 32);
      entries.put("leftImg8bit/" + name + "_leftImg8bit.png", Files.readAllBytes(file));
      PngFile.grey(file, new byte[512], 16, 32);
      entries.put("gtFine/" + name + "_gtFine_labelIds.png", Files.readAllBytes(file));
      PngFile.grey16(file, new short[512], 16, 32);
      entries.put("disparity/" + name + "_disparity.png", Files.readAllBytes(file));
      entries.put("camera/" + name + "_camera.json", camera("0.2"));
    }
  }

  private static byte[] camera(String baseline) {
    return ("{\"extrinsic\": {\"baseline\": " + baseline + "}, \"intrinsic\": {\"fx\": 2000}}").getBytes(StandardCharsets.UTF_8);
  }

  private byte[] zipped() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private DataPreparation prepare(byte[] zip) throws Exception {
    Path from = Files.createTempDirectory(folder, "from");
    Files.write(from.resolve("all.zip"), zip);
    return DataPreparation.prepare(Layout.CITYSCAPES, DataPreparation.Options.of(from, folder.resolve("out")), Progress.NONE);
  }

  private void assertRefused(String entry, byte[] content, String message) throws Exception {
    byte[] before = entries.put(entry, content);
    byte[] zip = zipped();
    assertThatThrownBy(() -> prepare(zip)).as(entry).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("all.zip, entry " + entry + ": ").hasMessageContaining(message);
    entries.put(entry, before);
  }

  @Test
  void aCameraFileHasSomeHundredBytes() throws Exception {
    assertRefused("camera/train/town/town_000000_000019_camera.json", "[{},{}]".repeat(1 << 16).getBytes(StandardCharsets.UTF_8), "more than 65536 bytes");
  }

  @Test
  void aBaselineWithoutBoundsIsRefused() throws Exception {
    for (String baseline : List.of("1e999", "1e300", "0", "-1", "\"0.2\"", "1e-300")) {
      assertRefused("camera/train/town/town_000001_000019_camera.json", camera(baseline), "extrinsic.baseline");
    }
  }

  @Test
  void aPictureOfFewPixelsHasFewBytes() throws Exception {
    String name = "leftImg8bit/train/town/town_000003_000019_leftImg8bit.png";
    byte[] png = entries.get(name);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(png, 0, 33);
    byte[] block = new byte[(40 << 20) + 4];
    System.arraycopy("teXt".getBytes(StandardCharsets.US_ASCII), 0, block, 0, 4);
    CRC32 crc = new CRC32();
    crc.update(block);
    out.writeInt(block.length - 4);
    out.write(block);
    out.writeInt((int) crc.getValue());
    out.write(png, 33, png.length - 33);
    assertRefused(name, bytes.toByteArray(), "bytes for a picture of 16x32 pixels");
  }

  @Test
  void archivesInArchivesAndWhatDevicesWriteAreLeftAsideAndTold() throws Exception {
    entries.put("more/nested.zip", zipped());
    entries.put("__MACOSX/leftImg8bit/train/town/._town_000000_000019_leftImg8bit.png", new byte[10]);
    entries.put("leftImg8bit/train/town/@eaDir/town_000000_000019_leftImg8bit.png", new byte[10]);
    entries.put("leftImg8bit/train/town/Thumbs.db", new byte[10]);
    entries.put("leftImg8bit/.DS_Store", new byte[10]);
    DataPreparation done = prepare(zipped());
    assertThat(done.remarks()).hasSize(2).anyMatch(r -> r.equals("left aside, since they begin with a dot, or desktops and storage devices write them: "
        + ".DS_Store (1 file), @eaDir (1 file), Thumbs.db (1 file), __MACOSX (1 file)")).anyMatch(r -> r.contains("not opened: more/nested.zip in all.zip; unpack"));
  }

  @Test
  void anEntryThatIsLongerThanItsArchiveSaysIsNotReadToItsEnd() throws Exception {
    Path from = Files.createDirectories(folder.resolve("yolo"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] megabyte = "0".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("data.yaml"));
      zip.write("names: [a]".getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("images/p0.png"));
      zip.write(entries.get("leftImg8bit/train/town/town_000000_000019_leftImg8bit.png"));
      zip.putNextEntry(new ZipEntry("labels/p0.txt"));
      for (int i = 0; i < 80; i++) {
        zip.write(megabyte);
      }
    }
    byte[] packed = bytes.toByteArray();
    byte[] name = "labels/p0.txt".getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at + name.length < packed.length; at++) {
      if (packed[at] == 'l' && Arrays.equals(packed, at, at + name.length, name, 0, name.length) && packed[at - 46] == 'P' && packed[at - 44] == 1) {
        ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).putInt(at - 46 + 24, 100); // the length in the archive's directory
      }
    }
    Files.write(from.resolve("all.zip"), packed);
    assertThatThrownBy(() -> DataPreparation.prepare(Annotations.YOLO, DataPreparation.Options.of(from, folder.resolve("out")), Progress.NONE))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("all.zip, entry labels/p0.txt: ");
  }

  @Test
  void entriesOfOneNameAreRefused() throws Exception {
    byte[] zip = ZipMutator.withTwice(zipped(), "gtFine/train/town/town_000000_000019_gtFine_labelIds.png");
    assertThatThrownBy(() -> prepare(zip)).isInstanceOf(InvalidInputException.class).hasMessageContaining("all.zip")
        .hasMessageContaining("two entries of the name");
  }

  @Test
  void everyDamagedPictureIsListed() throws Exception {
    entries.put("leftImg8bit/train/town/town_000000_000019_leftImg8bit.png", new byte[50]);
    entries.put("leftImg8bit/val/town/town_000002_000019_leftImg8bit.png", "GIF89a".getBytes(StandardCharsets.US_ASCII));
    byte[] zip = zipped();
    assertThatThrownBy(() -> prepare(zip)).hasMessageContaining("2 samples cannot be prepared").hasMessageContaining("town_000000")
        .hasMessageContaining("town_000002").hasMessageContaining("it is gif");
  }

  @Test
  void damagedViewsOfTaskonomyAreLeftAside() throws Exception {
    List<String> buildings = List.of("aa", "bb", "cc", "dd");
    for (String building : buildings) {
      for (int view = 0; view < 2; view++) {
        for (String domain : List.of("rgb", "segmentsemantic", "normal", "depth_zbuffer", "keypoints2d", "edge_texture")) {
          Path file = folder.resolve("tasko/" + domain + "/" + building + "/point_" + view + "_view_0_domain_" + domain + ".png");
          switch (domain) {
            case "rgb", "normal" -> PngFile.colour(file, new byte[3 * 64], 8, 8);
            case "segmentsemantic" -> PngFile.grey(file, new byte[64], 8, 8);
            default -> PngFile.grey16(file, new short[64], 8, 8);
          }
        }
      }
    }
    Path damaged = folder.resolve("tasko/rgb/aa/point_1_view_0_domain_rgb.png");
    byte[] whole = Files.readAllBytes(damaged);
    whole[45] ^= 1;
    Files.write(damaged, whole);
    Files.writeString(folder.resolve("tasko/buildings.csv"), "\ufeffid,train,val,test\naa,1,0,0\nbb,1,0,0\ncc,0,1,0\ndd,0,0,1\n");
    DataPreparation done = DataPreparation.prepare(Layout.TASKONOMY, DataPreparation.Options.of(folder.resolve("tasko"), folder.resolve("out")), Progress.NONE);
    assertThat(done.samples()).containsEntry(Split.TRAIN, 3);
    assertThat(done.remarks()).hasSize(1).allMatch(r -> r.startsWith("1 picture is damaged and left aside: ") && r.contains("point_1_view_0_domain_rgb.png"));
  }

  @Test
  void aListOfMatlabThatClaimsMoreThanItHasIsDamaged() throws Exception {
    Path from = Files.createDirectories(folder.resolve("nyu"));
    for (String name : List.of("nyu_depth_v2_labeled.mat", "splits.mat", "classMapping40.mat")) {
      try (InputStream in = getClass().getResourceAsStream("/prepare/nyuv2/" + name)) {
        Files.copy(in, from.resolve(name));
      }
    }
    byte[] splits = Files.readAllBytes(from.resolve("splits.mat"));
    splits[135] = 0x20; // the length of the first element: 2^29
    Files.write(from.resolve("splits.mat"), splits);
    assertThatThrownBy(() -> DataPreparation.prepare(Layout.NYUV2, DataPreparation.Options.of(from, folder.resolve("out")), Progress.NONE))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("splits.mat: not a whole file of MATLAB's format 5");
  }
}
