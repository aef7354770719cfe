package org.automtl4j.data.dataset.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.data.check.CheckReport;
import org.automtl4j.data.check.DataCheck;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.PngFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real folders have: names of a Mac, marks of Notepad, leftovers of Jupyter, files of other kinds, folders that are splits. */
class FolderOdditiesTest {
  private static final String SEGMENTATION = "tasks:\n  seg: {kind: segmentation, classes: [a, b, c]}\n";

  @TempDir Path folder;
  private int made;

  @BeforeEach
  void tasks() throws Exception {
    write("tasks.yaml", SEGMENTATION);
  }

  private void write(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** A picture that no other equals. */
  private void picture(String name) {
    byte[] rgb = new byte[3 * 64];
    rgb[0] = (byte) ++made;
    PngFile.colour(folder.resolve(name), rgb, 8, 8);
  }

  private void mask(String name) {
    byte[] classes = new byte[64];
    classes[1] = 1;
    classes[2] = 2;
    PngFile.grey(folder.resolve(name), classes, 8, 8);
  }

  private void pairs(int count) {
    for (int i = 0; i < count; i++) {
      picture("images/p00" + i + ".png");
      mask("seg/p00" + i + ".png");
    }
  }

  private CheckReport check() {
    return DataCheck.run(FolderDataSet.openForCheck(folder), done -> { });
  }

  private int samples(CheckReport report) {
    return List.of("train", "val", "test").stream().mapToInt(split -> report.samples().get(split)).sum();
  }

  @Test
  void namesOfAMacAndOfOthersAreOne() throws Exception {
    for (int i = 0; i < 8; i++) {
      picture("images/" + Normalizer.normalize("Café_" + i, Normalizer.Form.NFD) + ".png");
      mask("seg/" + Normalizer.normalize("Café_" + i, Normalizer.Form.NFC) + ".png");
    }
    CheckReport report = check();
    assertThat(report.problems()).isEmpty();
    assertThat(report.tasks().get("seg").labels()).isEqualTo(8);
  }

  @Test
  void listsTablesAndTasksMayBeginWithAMark() throws Exception {
    pairs(8);
    write("train.txt", "\ufeffp000.png\r\np001.png\r\np002\r\np003\r\n");
    Files.write(folder.resolve("val.txt"), "\ufeffp004\r\np005.png\r\n".getBytes(StandardCharsets.UTF_16LE));
    write("test.txt", "\ufeffp006\np007\n");
    write("rain.csv", "\ufeffname,class\np000.png,wet\np001,dry\n");
    write("tasks.yaml", "\ufeff" + SEGMENTATION + "  rain: {kind: classification, classes: [dry, wet]}\nsplit: {files: {train: train.txt, val: val.txt, test: test.txt}}\n");
    CheckReport report = check();
    assertThat(report.problems()).isEmpty();
    assertThat(report.samples()).containsEntry("train", 4).containsEntry("val", 2).containsEntry("test", 2);
    assertThat(report.tasks().get("rain").labels()).isEqualTo(2);
  }

  @Test
  void hiddenFoldersAreLeftAside() throws Exception {
    pairs(8);
    picture("images/.ipynb_checkpoints/p000-checkpoint.png");
    mask("seg/.ipynb_checkpoints/p000-checkpoint.png");
    for (String folder : List.of("@eaDir", "__MACOSX/more", "$RECYCLE.BIN")) {
      picture("images/" + folder + "/p000.png");
      mask("seg/" + folder + "/p000.png");
    }
    assertThat(samples(check())).isEqualTo(8);
  }

  @Test
  void aTableWithoutHeadingsLosesNoLabel() throws Exception {
    pairs(8);
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      table.append("p00").append(i).append(".png,").append(i % 2 == 0 ? "cat" : "dog").append('\n');
    }
    write("tasks.yaml", SEGMENTATION + "  cls: {kind: classification, classes: [cat, dog]}\n");
    write("cls.csv", table.toString());
    assertThat(check().tasks().get("cls").labels()).isEqualTo(8);
    write("cls.csv", "picture,class\n" + table);
    assertThat(check().tasks().get("cls").labels()).isEqualTo(8);
    write("cls.csv", table.toString().replace(",", ";").replace("p000.png", "\"p000.png\""));
    assertThat(check().tasks().get("cls").labels()).isEqualTo(8);
  }

  @Test
  void everyBadPictureAndLineIsListed() throws Exception {
    pairs(8);
    Files.write(folder.resolve("images/p002.png"), "GIF89a and so on, for a while".getBytes(StandardCharsets.US_ASCII));
    Files.write(folder.resolve("images/p005.png"), "RIFF....AVI LIST of something".getBytes(StandardCharsets.US_ASCII));
    Files.write(folder.resolve("images/p006.png"), new byte[0]);
    write("tasks.yaml", SEGMENTATION + "  cls: {kind: classification, classes: [cat, dog]}\n");
    write("cls.csv", "name,class\np000,cat\np001,mouse\np003,dog\np004,\np007,bird\n");
    CheckReport report = check();
    assertThat(report.problems()).hasSize(5).anyMatch(p -> p.contains("p002.png") && p.contains("it is gif")).anyMatch(p -> p.contains("p005.png"))
        .anyMatch(p -> p.contains("p006.png: the file is empty")).anyMatch(p -> p.contains("cls.csv, line 3: found 'mouse'"))
        .anyMatch(p -> p.contains("cls.csv, line 6: found 'bird'"));
    assertThatThrownBy(() -> FolderDataSet.open(folder)).isInstanceOf(InvalidInputException.class).hasMessageContaining("cls.csv, line 3")
        .hasMessageContaining("p006.png").hasMessageContaining("'automtl data check' lists all");
  }

  @Test
  void filesOfOtherKindsAreNamed() throws Exception {
    pairs(8);
    for (int i = 0; i < 4; i++) {
      Files.move(folder.resolve("images/p00" + i + ".png"), folder.resolve("images/p00" + i + ".gif"));
    }
    assertThat(check().remarks()).anyMatch(r -> r.contains("4 files that are not read (.gif), such as " + folder.resolve("images/p000.gif")))
        .anyMatch(r -> r.contains("4 labels belong to no picture, such as 'p000'"));
  }

  @Test
  void picturesOfOtherKindsAreRead() throws Exception {
    pairs(4);
    for (String name : List.of("lzw.tif", "colour.bmp", "lossless.webp")) {
      try (var in = getClass().getResourceAsStream("/pictures/" + name)) {
        Files.copy(in, folder.resolve("images/" + name));
      }
      PngFile.grey(folder.resolve("seg/" + name.substring(0, name.indexOf('.')) + ".png"), new byte[120], 10, 12);
    }
    CheckReport report = check();
    assertThat(report.sizes()).containsEntry("8x8", 4L).containsEntry("10x12", 3L);
    assertThat(report.problems()).allMatch(p -> p.contains("the same picture is"), "the same pixels in three formats");
  }

  @Test
  void foldersNamedTrainAndValAreTheSplit() throws Exception {
    for (String place : List.of("images/%s/%s.png seg/%s/%s.png", "%s/images/%s.png %s/seg/%s.png")) {
      Path root = Files.createTempDirectory(folder, "set");
      Path before = folder;
      folder = root;
      write("tasks.yaml", SEGMENTATION);
      for (int i = 0; i < 6; i++) {
        String part = i < 4 ? "train" : "val";
        picture(String.format(place.split(" ")[0], part, "p" + i));
        mask(String.format(place.split(" ")[1], part, "p" + i));
      }
      FolderDataSet data = FolderDataSet.open(root);
      assertThat(data.size(Split.TEST)).as("without test, val is it").isEqualTo(2);
      assertThat(data.size(Split.TRAIN) + data.size(Split.VAL)).isEqualTo(4);
      assertThat(data.remarks()).anyMatch(r -> r.contains("val is for test"));
      write("tasks.yaml", SEGMENTATION + "split: {folders: {train: train, test: val}}\n");
      assertThat(FolderDataSet.open(root).size(Split.TEST)).isEqualTo(2);
      write("tasks.yaml", SEGMENTATION + "split: {fractions: {val: 0.2, test: 0.2}}\n");
      assertThat(FolderDataSet.open(root).remarks()).anyMatch(r -> r.contains("split.fractions in tasks.yaml mixes them"));
      folder = before;
    }
  }

  @Test
  void allThreeFoldersAreTheSplit() throws Exception {
    for (int i = 0; i < 8; i++) {
      String part = i < 4 ? "training" : i < 6 ? "valid" : "test";
      picture("images/" + part + "/p" + i + ".png");
      mask("seg/" + part + "/p" + i + ".png");
    }
    FolderDataSet data = FolderDataSet.open(folder);
    assertThat(List.of(data.size(Split.TRAIN), data.size(Split.VAL), data.size(Split.TEST))).containsExactly(4, 2, 2);
  }

  @Test
  void classesYesAndNoAreWords() throws Exception {
    pairs(8);
    write("tasks.yaml", SEGMENTATION + "  rain: {kind: classification, classes: [no, yes]}\n  light: {kind: classification, classes: [off, on, yes]}\n"
        + "  wet: {kind: classification, classes: [True, False]}\n");
    write("rain.csv", "name,class\np000,no\np001,yes\n");
    write("light.csv", "name,class\np000,off\np001,on\np002,yes\n");
    write("wet.csv", "name,class\np000,True\np001,False\n");
    CheckReport report = check();
    assertThat(report.problems()).isEmpty();
    assertThat(report.tasks().get("rain").classes()).containsOnlyKeys("no", "yes");
    assertThat(report.tasks().get("light").classes()).containsOnlyKeys("off", "on", "yes");
    assertThat(report.tasks().get("wet").labels()).isEqualTo(2);
  }

  @Test
  void tooFewPicturesAreCounted() {
    pairs(2);
    assertThatThrownBy(() -> FolderDataSet.open(folder)).hasMessageContaining("found 2 labelled pictures").hasMessageContaining("at least 4");
  }

  @Test
  void arraysMayHaveTheirChannelsFirst() throws Exception {
    for (int i = 0; i < 4; i++) {
      byte[] rgb = new byte[3 * 24 * 32];
      rgb[0] = (byte) i;
      PngFile.colour(folder.resolve("images/p" + i + ".png"), rgb, 24, 32);
      float[] depth = new float[24 * 32];
      depth[32] = 2;
      NpyFile.write(folder.resolve("depth/p" + i + ".npy"), NumberArray.of(depth, 1, 24, 32));
    }
    write("tasks.yaml", "tasks:\n  depth: {kind: depth}\n");
    FolderDataSet data = FolderDataSet.open(folder);
    assertThat(data.sample(Split.TEST, 0, 0).label("depth").values()[32]).isEqualTo(2f);
  }

  @Test
  void greyMasksInThreeChannelsAreNumbers() throws Exception {
    pairs(4);
    byte[] rgb = new byte[3 * 64];
    rgb[3] = rgb[4] = rgb[5] = 2;
    PngFile.colour(folder.resolve("seg/p000.png"), rgb, 8, 8);
    assertThat(check().problems()).isEmpty();
  }

  @Test
  void aPatternThatNeverEndsIsRefused() throws Exception {
    for (int i = 0; i < 4; i++) {
      picture("images/" + "a".repeat(60) + i + ".png");
      mask("seg/" + "a".repeat(60) + i + ".png");
    }
    write("tasks.yaml", SEGMENTATION + "split: {group: \"^(a+)+$\"}\n");
    assertThatThrownBy(() -> FolderDataSet.open(folder)).isInstanceOf(InvalidInputException.class).hasMessageContaining("split.group");
  }
}
