package org.automtl4j.data.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.FolderDataSet;
import org.automtl4j.data.prepare.FolderProposal;
import org.automtl4j.data.reader.CameraPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFindingsTest {
  private static final int RED = 0xFF0000;
  private static final int GREEN = 0x00FF00;
  private static final int BLUE = 0x0000FF;
  private static final String TASKS = """
      version: 1
      tasks:
        floor:
          kind: segmentation
          classes: [{name: grass, color: "#ff0000"}, {name: stone, color: "#00ff00"}]
      split: {fractions: {val: 0.2, test: 0.2}}
      """;

  @TempDir Path folder;

  /** A label of two classes, left and right, with a palette. */
  private void label(String name, int height, int width, int... palette) throws IOException {
    byte[][] channels = new byte[3][palette.length];
    for (int i = 0; i < palette.length; i++) {
      for (int c = 0; c < 3; c++) {
        channels[c][i] = (byte) (palette[i] >> 16 - 8 * c);
      }
    }
    IndexColorModel colours = new IndexColorModel(8, palette.length, channels[0], channels[1], channels[2]);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours);
    for (int i = 0; i < height * width; i++) {
      image.getRaster().setSample(i % width, i / width, 0, i % width < width / 2 ? 0 : 1);
    }
    Files.createDirectories(folder.resolve("floor"));
    ImageIO.write(image, "png", folder.resolve("floor").resolve(name + ".png").toFile());
  }

  private void pictures(int... orientations) throws IOException {
    for (int i = 0; i < orientations.length; i++) {
      CameraPicture.write(folder.resolve("images").resolve("p" + i + ".jpg"), 16, 24 + i, orientations[i], ByteOrder.LITTLE_ENDIAN);
    }
  }

  private CheckReport check(String tasks) throws IOException {
    Files.writeString(folder.resolve("tasks.yaml"), tasks);
    return DataCheck.run(FolderDataSet.open(folder), done -> { });
  }

  @Test
  void palettesThatAgreeAreSilent() throws IOException {
    pictures(0, 1, 0, 0, 0);
    for (int i = 0; i < 5; i++) {
      label("p" + i, 16, 24 + i, RED, GREEN);
    }
    CheckReport report = check(TASKS);
    assertThat(report.problems()).isEmpty();
    assertThat(report.remarks()).isEmpty();
  }

  @Test
  void aPaletteThatShowsAnotherClassIsAFaultAndAStrangeColourARemark() throws IOException {
    pictures(0, 0, 0, 0, 0);
    for (int i = 0; i < 5; i++) {
      label("p" + i, 16, 24 + i, i < 2 ? GREEN : RED, i == 4 ? BLUE : GREEN);
    }
    CheckReport report = check(TASKS);
    assertThat(report.problems()).singleElement().asString().startsWith(folder.resolve("floor").resolve("p0.png") + " and 1 more: the number 0 is class 'grass'")
        .contains("#00ff00, the color of class 'stone'");
    assertThat(report.remarks()).singleElement().asString().contains("p4.png shows the number 1 in #0000ff").contains("class 'stone'");
  }

  @Test
  void picturesAreTurnedAsTheirCamerasNoteIt() throws IOException {
    pictures(6, 8, 0, 3, 6);
    for (int i = 0; i < 5; i++) {
      boolean swapped = List.of(0, 1, 4).contains(i);
      label("p" + i, swapped ? 24 + i : 16, swapped ? 16 : 24 + i, RED, GREEN);
    }
    CheckReport report = check(TASKS);
    assertThat(report.problems()).isEmpty();
    assertThat(report.remarks()).singleElement().asString().startsWith("4 pictures were taken with the camera turned (1 with EXIF orientation 3, 2 with EXIF "
        + "orientation 6, 1 with EXIF orientation 8): they are turned upright").contains("orientation: stored");
    CheckReport stored = check("orientation: stored\n" + TASKS);
    assertThat(stored.problems()).hasSize(3).allSatisfy(p -> assertThat(p).contains("EXIF orientation").contains("orientation: stored"));
    assertThat(stored.remarks()).anySatisfy(r -> assertThat(r).contains("left as they are stored"));
    Sample first = FolderDataSet.open(folder).stored(Split.TRAIN, 0, List.of());
    assertThat(first.height()).isLessThan(first.width());
  }

  @Test
  void labelsThatLieAsPicturesAreStoredAreToldWhatToWriteAndProposedSo() throws IOException {
    pictures(6, 8, 0, 3, 6);
    for (int i = 0; i < 5; i++) {
      label("p" + i, 16, 24 + i, RED, GREEN);
    }
    assertThat(check(TASKS).problems()).hasSize(3)
        .allSatisfy(p -> assertThat(p).contains("was turned: where labels fit the pictures as they are stored, write 'orientation: stored' into tasks.yaml"));
    FolderProposal proposal = FolderProposal.of(folder);
    assertThat(proposal.text()).contains("\norientation: stored ");
    assertThat(check(proposal.text()).problems()).isEmpty();
  }
}
