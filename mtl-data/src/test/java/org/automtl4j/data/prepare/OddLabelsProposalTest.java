package org.automtl4j.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.FolderDataSet;
import org.automtl4j.data.prepare.internal.PngFile;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;
import org.automtl4j.data.reader.Resizing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masks as other tools leave them. */
class OddLabelsProposalTest {
  private static final int SIDE = 16;

  @TempDir Path folder;

  private void pictures(String place, int count) {
    for (int i = 0; i < count; i++) {
      PngFile.colour(folder.resolve(String.format(place, i)), new byte[3 * SIDE * SIDE], SIDE, SIDE);
    }
  }

  /** Three fields, one above the other. */
  private static int field(int i) {
    return Math.min(2, i / SIDE / 5);
  }

  @Test
  void fewWholeNumbersOf16BitsAreClasses() {
    pictures("images/p%d.png", 4);
    short[] mask = new short[SIDE * SIDE];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (short) field(i);
    }
    for (int i = 0; i < 4; i++) {
      PngFile.grey16(folder.resolve("seg/p" + i + ".png"), mask, SIDE, SIDE);
    }
    assertThat(FolderProposal.of(folder).text()).contains("kind: segmentation", "class_0", "class_1", "class_2").doesNotContain("depth");
    short[] metres = new short[SIDE * SIDE];
    for (int i = 0; i < metres.length; i++) {
      metres[i] = (short) (500 * field(i));
    }
    for (int i = 0; i < 4; i++) {
      PngFile.grey16(folder.resolve("seg/p" + i + ".png"), metres, SIDE, SIDE);
    }
    assertThat(FolderProposal.of(folder).text()).as("millimetres").contains("kind: depth");
  }

  @Test
  void greyMasksInThreeChannelsAreNumbers() {
    pictures("images/p%d.png", 4);
    byte[] rgb = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) field(i / 3);
    }
    for (int i = 0; i < 4; i++) {
      PngFile.colour(folder.resolve("seg/p" + i + ".png"), rgb, SIDE, SIDE);
    }
    assertThat(FolderProposal.of(folder).text()).contains("kind: segmentation", "{name: class_0}", "{name: class_1}", "{name: class_2}").doesNotContain("ignore:",
        "color:");
  }

  @Test
  void smoothedMasksAreSeen() {
    pictures("images/p%d.png", 4);
    int[] colours = {0xFF0000, 0x00FF00, 0x0000FF};
    byte[] rgb = new byte[3 * SIDE * SIDE];
    byte[] grey = new byte[SIDE * SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
      for (int c = 0; c < 3; c++) {
        rgb[3 * i + c] = (byte) (colours[field(i)] >> 16 - 8 * c);
      }
      grey[i] = (byte) (100 * field(i));
    }
    int large = 4 * SIDE;
    Pixels.Bytes smooth = (Pixels.Bytes) Resizing.bilinear(new Pixels.Bytes(rgb, SIDE, SIDE, 3), large, large);
    Pixels.Bytes smoothGrey = (Pixels.Bytes) Resizing.bilinear(new Pixels.Bytes(grey, SIDE, SIDE, 1), large, large);
    for (int i = 0; i < 4; i++) {
      PngFile.colour(folder.resolve("seg/p" + i + ".png"), smooth.values(), large, large);
      PngFile.grey(folder.resolve("parts/p" + i + ".png"), smoothGrey.values(), large, large);
    }
    String text = FolderProposal.of(folder).text();
    assertThat(text).contains("colours lie between others at borders", "numbers lie between others at borders", "#ff0000", "#00ff00", "#0000ff",
        "{name: class_0}", "{name: class_100, value: 100}", "{name: class_200, value: 200}");
    assertThat(text.lines().filter(line -> line.contains("- {name:")).count()).as("no blend is a class").isEqualTo(6);
  }

  @Test
  void foldersOfSplitsAreProposed() {
    pictures("train/images/a%d.png", 6);
    pictures("val/images/b%d.png", 2);
    for (int i = 0; i < 8; i++) {
      byte[] mask = new byte[SIDE * SIDE];
      mask[0] = 1;
      PngFile.grey(folder.resolve((i < 6 ? "train/masks/a" + i : "val/masks/b" + (i - 6)) + ".png"), mask, SIDE, SIDE);
    }
    FolderProposal proposal = FolderProposal.of(folder);
    assertThat(proposal.text()).contains("masks:", "folders: {train: train, test: val}");
    proposal.write(folder, false);
    assertThat(ImageFile.header(folder.resolve("val/images/b0.png")).width()).isEqualTo(SIDE);
    assertThat(FolderDataSet.open(folder).size(Split.TEST)).isEqualTo(2);
  }
}
