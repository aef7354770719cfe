package org.automtl4j.data.dataset.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.PngFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the numbers in label files mean, pixel by pixel. */
class LabelMeaningTest {
  private static final int SIDE = 8;
  private static final int AREA = SIDE * SIDE;

  @TempDir Path folder;

  @BeforeEach
  void fourPictures() {
    for (int i = 0; i < 4; i++) {
      byte[] rgb = new byte[3 * AREA];
      rgb[0] = (byte) i;
      PngFile.colour(file("images", i, ".png"), rgb, SIDE, SIDE);
    }
  }

  private Path file(String task, int picture, String ending) {
    return folder.resolve(task).resolve("p" + picture + ending);
  }

  private float[] read(String tasks) throws Exception {
    Files.writeString(folder.resolve("tasks.yaml"), "tasks:\n  t: " + tasks + "\n");
    return FolderDataSet.open(folder).sample(Split.TRAIN, 0, 0).label("t").values();
  }

  private void grey(int... first) {
    byte[] grey = new byte[AREA];
    for (int i = 0; i < first.length; i++) {
      grey[i] = (byte) first[i];
    }
    for (int i = 0; i < 4; i++) {
      PngFile.grey(file("t", i, ".png"), grey, SIDE, SIDE);
    }
  }

  private void colour(int... first) {
    byte[] rgb = new byte[3 * AREA];
    for (int i = 0; i < AREA; i++) {
      int colour = first[Math.min(i, first.length - 1)];
      rgb[3 * i] = (byte) (colour >> 16);
      rgb[3 * i + 1] = (byte) (colour >> 8);
      rgb[3 * i + 2] = (byte) colour;
    }
    for (int i = 0; i < 4; i++) {
      PngFile.colour(file("t", i, ".png"), rgb, SIDE, SIDE);
    }
  }

  private void floats(int channels, float... first) {
    float[] values = new float[channels * AREA];
    for (int i = 0; i < values.length; i++) {
      values[i] = first[i % first.length];
    }
    for (int i = 0; i < 4; i++) {
      NpyFile.write(file("t", i, ".npy"), NumberArray.of(values, SIDE, SIDE, channels));
    }
  }

  @Test
  void numbersAreClassesInTheOrderOfTheList() throws Exception {
    grey(0, 2, 1, 255);
    assertThat(read("{kind: segmentation, classes: [a, b, c]}")).startsWith(0, 2, 1, -1, 0);
    assertThatThrownBy(() -> read("{kind: segmentation, classes: [a, b]}")).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("p").hasMessageContaining(".png: found 2 at row 0, column 1; allowed: the classes' numbers 0, 1 and, for unknown, 255");
  }

  @Test
  void classesMayHaveNumbersOfTheirOwnAndSeveralOfThem() throws Exception {
    grey(7, 9, 20, 21, 0);
    assertThat(read("{kind: segmentation, ignore: [0], classes: [{name: road, values: [7, 9]}, {name: sky, value: 20}, {name: car, value: 21}]}"))
        .startsWith(0, 0, 1, 2, -1, -1);
  }

  @Test
  void paletteFilesGiveTheirIndexes() throws Exception {
    byte[] indexes = new byte[AREA];
    indexes[1] = 2;
    indexes[2] = 1;
    for (int i = 0; i < 4; i++) {
      PngFile.indexed(file("t", i, ".png"), indexes, SIDE, SIDE, List.of(0xFF0000, 0x00FF00, 0x0000FF));
    }
    assertThat(read("{kind: segmentation, classes: [a, b, c]}")).startsWith(0, 2, 1, 0);
  }

  @Test
  void coloursGoThroughTheTable() throws Exception {
    colour(0xFF8000, 0x00FF00, 0x000000, 0x102030, 0xFF8000);
    String task = "{kind: segmentation, ignore: ['#000000'], classes: [{name: a, colors: ['#ff8000', '#102030']}, {name: b, color: [0, 255, 0]}]}";
    assertThat(read(task)).startsWith(0, 1, -1, 0, 0);
    assertThatThrownBy(() -> read(task.replace("'#102030'", "'#102031'")))
        .hasMessageContaining("found #102030 at row 0, column 3; allowed: #00ff00, #102031, #ff8000 and, for unknown, #000000");
    assertThatThrownBy(() -> read("{kind: segmentation, classes: [a, b]}")).hasMessageContaining("found a colour picture").hasMessageContaining("color:");
  }

  @Test
  void millimetresBecomeMetres() throws Exception {
    short[] numbers = new short[AREA];
    Arrays.fill(numbers, (short) 1500);
    numbers[1] = 0;
    numbers[2] = (short) 65535;
    for (int i = 0; i < 4; i++) {
      PngFile.grey16(file("t", i, ".png"), numbers, SIDE, SIDE);
    }
    assertThat(read("{kind: depth, scale: 0.001, ignore: [0, 65535]}")).startsWith(1.5f, 0, 0, 1.5f);
    assertThat(read("{kind: depth, scale: 1e-3, offset: 0.25, ignore: [0, 65535]}")).startsWith(1.75f, 0, 0, 1.75f);
    assertThatThrownBy(() -> read("{kind: depth, scale: 0.001, range: [0.1, 20]}"))
        .hasMessageContaining("found 65535, which means 65.535, at row 0, column 2; allowed: 0.1 to 20 and, for unknown, the numbers 0");
  }

  @Test
  void missingNumbersInArraysOfDepthAreUnknown() throws Exception {
    floats(1, 2, Float.NaN, 3);
    assertThat(read("{kind: depth}")).startsWith(2, 0, 3);
    floats(1, 2, Float.POSITIVE_INFINITY, 3);
    assertThatThrownBy(() -> read("{kind: depth}")).hasMessageContaining("found Infinity at row 0, column 1; allowed: finite numbers");
  }

  @Test
  void normalsAreTurnedToTheCamerasAxesAndToLengthOne() throws Exception {
    colour(0xFF8080, 0x80FF80, 0x8080FF, 0x808080);
    float[] plain = read("{kind: normals}");
    assertThat(new float[] {plain[0], plain[AREA], plain[2 * AREA]}).containsExactly(new float[] {1, 0, 0}, offset(0.01f));
    assertThat(plain[3]).as("a vector without length").isEqualTo(255);
    float[] turned = read("{kind: normals, axes: [left, up, backward]}");
    assertThat(turned[0]).isCloseTo(-1, offset(0.01f));
    assertThat(turned[AREA + 1]).isCloseTo(-1, offset(0.01f));
    assertThat(turned[2 * AREA + 2]).isCloseTo(-1, offset(0.01f));
    float[] swapped = read("{kind: normals, axes: [forward, right, down]}");
    assertThat(swapped[2 * AREA]).isCloseTo(1, offset(0.01f));
    assertThat(swapped[1]).isCloseTo(1, offset(0.01f));
    assertThat(read("{kind: normals, ignore: ['#ff8080']}")[0]).isEqualTo(255);
  }

  @Test
  void arraysHoldNormalsAsVectors() throws Exception {
    floats(3, 0, 0, -2);
    assertThat(read("{kind: normals}")[2 * AREA]).isEqualTo(-1);
    floats(3, 0, 0, 200);
    assertThatThrownBy(() -> read("{kind: normals}")).hasMessageContaining("found a vector of length 200.0 at row 0, column 0").hasMessageContaining("bytes");
  }

  @Test
  void theWrongNumberOfChannelsIsRefused() throws Exception {
    colour(0x010203);
    assertThatThrownBy(() -> read("{kind: depth}")).hasMessageContaining("found 3 channels, allowed: one number per pixel");
    grey(1);
    assertThatThrownBy(() -> read("{kind: normals}")).hasMessageContaining("found 1 channel, allowed: three");
  }
}
