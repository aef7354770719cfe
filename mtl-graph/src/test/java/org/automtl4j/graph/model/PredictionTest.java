package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PredictionTest {
  private static final List<Task> TASKS = List.of(
      Task.segmentation("floor", 3), Task.depth("depth"), Task.normals("normal"), Task.classification("room", 3), Task.regression("pose", 2), Task.edges("edges"));

  /** Two images; heads give maps of 2x3, images have 5x6 pixels. */
  private static Prediction prediction() {
    Map<String, Task> tasks = new LinkedHashMap<>();
    TASKS.forEach(task -> tasks.put(task.name(), task));
    Map<String, INDArray> outputs = Map.of(
        "floor", Nd4j.createFromArray(new float[] {
            9, 0, 0, 0, 1, 2, 0, 9, 0, 9, 2, 2, 0, 0, 9, 0, 0, 1, /* second image */ 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0}).reshape(2, 3, 2, 3),
        "depth", Nd4j.createFromArray(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}).reshape(2, 1, 2, 3),
        "normal", Nd4j.createFromArray(new float[36]).reshape(2, 3, 2, 3).addi(2),
        "room", Nd4j.createFromArray(new float[] {0, 0, (float) Math.log(2), 1000, 0, 0}).reshape(2, 3),
        "pose", Nd4j.createFromArray(new float[] {1, 2, 3, 4}).reshape(2, 2),
        "edges", Nd4j.createFromArray(new float[] {0, .5f, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}).reshape(2, 1, 2, 3));
    return new Prediction(tasks, outputs, 5, 6);
  }

  @Test
  void classesAreTheLargestLogitsEnlargedToTheImage() {
    Prediction p = prediction();
    int[][] classes = p.classes("floor");
    assertThat(classes).hasDimensions(5, 6);
    // value i of the head stands for pixel i * 5 / 2 of a column, i * 2 of a row; of equal logits the first class wins
    assertThat(classes[0]).containsExactly(0, 0, 1, 1, 2, 2);
    assertThat(classes[2]).as("logits of both rows, mixed").containsExactly(1, 1, 1, 1, 2, 2);
    assertThat(classes[3]).containsExactly(1, 1, 1, 1, 0, 0);
    assertThat(p.classes("floor", 1)[4]).containsExactly(0, 0, 0, 0, 1, 1);
    assertThat(p.size()).isEqualTo(2);
  }

  @Test
  void valuesAndArraysHaveTheImagesSize() {
    Prediction p = prediction();
    assertThat(p.values("depth")[0]).containsExactly(1, 1.5f, 2, 2.5f, 3, 3);
    assertThat(p.values("depth", 1)[4]).containsExactly(10, 10.5f, 11, 11.5f, 12, 12);
    assertThat(p.array("depth").shape()).containsExactly(2, 1, 5, 6);
    assertThat(p.array("depth").getDouble(1, 0, 4, 5)).isEqualTo(12);
    assertThat(p.array("floor").getDouble(0, 1, 0, 2)).isEqualTo(9);
    assertThat(p.output("depth").shape()).containsExactly(2, 1, 2, 3);
  }

  @Test
  void normalsAreUnitVectorsAndAZeroVectorStaysZero() {
    INDArray normals = prediction().array("normal");
    assertThat(normals.shape()).containsExactly(2, 3, 5, 6);
    assertThat(normals.norm2(1).sub(1).amaxNumber().doubleValue()).isLessThan(1e-6);
    assertThat(new HeadMap(new float[3], 3, 1, 1).unit().values()).containsExactly(0, 0, 0);
  }

  @Test
  void pooledTasksGiveProbabilitiesAndNumbers() {
    Prediction p = prediction();
    assertThat(p.probabilities("room")).containsExactly(new float[] {.25f, .25f, .5f}, within(1e-6f));
    assertThat(p.probabilities("room", 1)).containsExactly(1, 0, 0);
    assertThat(p.numbers("pose", 1)).containsExactly(3, 4);
    assertThat(p.array("room").sumNumber().doubleValue()).isCloseTo(2, within(1e-6));
    assertThat(p.array("pose").shape()).containsExactly(2, 2);
  }

  @Test
  void picturesShowEachKindInItsColours() {
    Prediction p = prediction();
    BufferedImage classes = p.picture("floor");
    assertThat(List.of(classes.getWidth(), classes.getHeight())).containsExactly(6, 5);
    assertThat(classes.getRGB(0, 0)).isEqualTo(0xFF000000 | ColourMaps.ofClass(0)).isNotEqualTo(classes.getRGB(2, 0));
    assertThat(IntStream.range(0, 40).map(ColourMaps::ofClass).distinct().count()).isEqualTo(40);
    BufferedImage depth = p.picture("depth");
    assertThat(new Color(depth.getRGB(0, 0)).getBlue()).as("dark violet is near").isGreaterThan(new Color(depth.getRGB(0, 0)).getGreen());
    assertThat(new Color(depth.getRGB(5, 4)).getGreen()).as("yellow is far").isGreaterThan(new Color(depth.getRGB(5, 4)).getBlue());
    assertThat(new Color(p.picture("edges").getRGB(5, 0))).isEqualTo(Color.WHITE);
    assertThat(new Color(p.picture("edges").getRGB(0, 0))).isEqualTo(Color.BLACK);
    assertThat(new Color(p.picture("normal", 1).getRGB(0, 0)).getRed()).isEqualTo((int) Math.round((1 / Math.sqrt(3) + 1) / 2 * 255));
    assertThat(Pictures.grey(new float[][] {{Float.NaN, 3}}).getRGB(1, 0)).as("a flat map").isEqualTo(Color.BLACK.getRGB());
  }

  @Test
  void askingForWhatATaskHasNotIsAnErrorThatSaysWhatItHas() {
    Prediction p = prediction();
    assertThatThrownBy(() -> p.classes("depth")).isInstanceOf(InvalidInputException.class).hasMessageContaining("DEPTH").hasMessageContaining("SEGMENTATION");
    assertThatThrownBy(() -> p.values("speed")).isInstanceOf(InvalidInputException.class).hasMessageContaining("floor");
    assertThatThrownBy(() -> p.picture("room")).isInstanceOf(InvalidInputException.class).hasMessageContaining("room");
    assertThatThrownBy(() -> p.values("depth", 2)).isInstanceOf(IllegalArgumentException.class);
  }
}
