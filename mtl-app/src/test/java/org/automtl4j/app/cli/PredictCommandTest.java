package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.automtl4j.app.cli.CommandLineTest.Outcome;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.Prediction;
import org.automtl4j.graph.model.Preprocessing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
  @TempDir Path folder;
  private Path model;
  private Path image;
  private Path out;

  @BeforeEach
  void aModelAndAPicture() throws Exception {
    model = folder.resolve("model.zip");
    image = folder.resolve("scene.png");
    out = folder.resolve("pictures");
    SuperModel superModel = SuperModel.builder(Backbone.builder("tiny").convolution(4, 3).relu().build())
        .task(Task.segmentation("floor", 3), TaskHead.conv1x1())
        .task(Task.depth("depth"), TaskHead.conv1x1()).task(Task.normals("normal"), TaskHead.conv1x1()).task(Task.classification("room", 2), TaskHead.linear())
            .seed(4).build();
    try (MultiTaskModel trained = MultiTaskModel.builder(superModel).inputSize(24, 32).preprocessing(Preprocessing.unitRange(ChannelOrder.RGB)).build()) {
      trained.save(model);
    }
    BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 1200; i++) {
      picture.setRGB(i % 40, i / 40, i * 977 & 0xFFFFFF);
    }
    ImageIO.write(picture, "png", image.toFile());
  }

  private Outcome predict(String... more) {
    String[] all = new String[more.length + 5];
    System.arraycopy(new String[] {"predict", model.toString(), image.toString(), "--out", out.toString()}, 0, all, 0, 5);
    System.arraycopy(more, 0, all, 5, more.length);
    return CommandLineTest.run(all);
  }

  @Test
  void eachDenseTaskGetsAPictureAndTheOthersALine() throws Exception {
    Outcome outcome = predict();
    assertThat(outcome.code()).as(outcome.err()).isZero();
    for (String task : List.of("floor", "depth", "normal")) {
      BufferedImage picture = ImageIO.read(out.resolve("scene." + task + ".png").toFile());
      assertThat(picture.getHeight()).as(task).isGreaterThan(300);
      assertThat(picture.getWidth()).as(task).isGreaterThan(400 + 60);
    }
    assertThat(outcome.out()).contains("scene.floor.png").containsPattern("room 0 0\\.\\d+, 1 0\\.\\d+");
    assertThat(predict().code()).isEqualTo(2);
    assertThat(predict("--overwrite").code()).isZero();
  }

  @Test
  void rawArraysAreThosePredicted() throws Exception {
    assertThat(predict("--raw", "--tasks", "depth,floor").code()).isZero();
    assertThat(out.resolve("scene.normal.png")).doesNotExist();
    try (MultiTaskModel loaded = MultiTaskModel.load(model)) {
      Prediction expected = loaded.predict(ImageIO.read(image.toFile()), "depth", "floor");
      assertThat(NpyFile.read(out.resolve("scene.depth.npy"))).isEqualTo(NumberArray.of(expected.array("depth").slice(0)));
      NumberArray classes = NpyFile.read(out.resolve("scene.floor.npy"));
      assertThat(classes.shape()).containsExactly(30, 40);
      assertThat(classes.longAt(5 * 40 + 7)).isEqualTo(expected.classes("floor")[5][7]);
    }
  }

  @Test
  void labelsStandBesideThePredictionOnAWiderPicture() throws Exception {
    Path labels = Files.createDirectories(folder.resolve("labels").resolve("depth"));
    NpyFile.write(labels.resolve("scene.npy"), NumberArray.of(new float[30 * 40], 30, 40));
    Outcome outcome = predict("--labels", folder.resolve("labels").toString(), "--tasks", "depth,normal");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("no label of task 'normal'");
    assertThat(ImageIO.read(out.resolve("scene.depth.png").toFile()).getWidth()).isGreaterThan(3 * 400);
  }

  @Test
  void whatIsNotAPictureOrATaskIsTheUsersError() throws Exception {
    assertThat(predict("--tasks", "dept").err()).contains("dept").contains("depth");
    Files.writeString(image, "no picture");
    Outcome outcome = predict();
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("scene.png");
  }

  @Test
  void oneBadPictureAmongManyDoesNotEndIt() throws Exception {
    Path bad = folder.resolve("bad.png");
    Files.write(bad, new byte[300]);
    Path last = folder.resolve("last.png");
    Files.copy(image, last);
    Outcome outcome = predict(bad.toString(), last.toString(), "--tasks", "depth");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(bad + ": neither png nor jpeg", "1 of 3 pictures was not predicted: " + bad);
    assertThat(out.resolve("scene.depth.png")).exists();
    assertThat(out.resolve("last.depth.png")).exists();
  }

  @Test
  void aFolderGivesALineOfJsonForEachPictureOverlaysAndAPage() throws Exception {
    Path pictures = Files.createDirectories(folder.resolve("many/deep"));
    Files.copy(image, pictures.resolve("a & b.png"));
    ImageIO.write(ImageIO.read(image.toFile()), "bmp", pictures.resolve("c.bmp").toFile());
    Files.write(pictures.resolve("d.jpg"), new byte[40]);
    Files.write(pictures.resolve(".hidden.png"), new byte[40]);
    Outcome outcome = CommandLineTest.run("predict", model.toString(), folder.resolve("many").toString(), "--out", out.toString(), "--json", "--overlay", "--sheet");
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : outcome.out().lines().toList()) {
      lines.add(JsonMapper.builder().build().readTree(line));
    }
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).path("image").asText()).endsWith("a & b.png");
    assertThat(lines.get(0).path("tasks").path("floor").path("shares").properties().stream().mapToDouble(share -> share.getValue().asDouble()).sum()).isCloseTo(1, within(1e-9));
    assertThat(lines.get(0).path("tasks").path("depth").path("unit").asText()).isEqualTo("m");
    assertThat(lines.get(0).path("tasks").path("room").path("probabilities").size()).isEqualTo(2);
    assertThat(lines.get(1).path("height").asInt()).isEqualTo(30);
    assertThat(lines.get(2).path("error").asText()).contains("d.jpg");
    BufferedImage overlay = ImageIO.read(out.resolve("a & b.floor.overlay.png").toFile());
    assertThat(List.of(overlay.getWidth(), overlay.getHeight())).containsExactly(40, 30);
    assertThat(Files.readString(out.resolve("index.html"))).contains("a &amp; b.png", "src=\"a%20%26%20b.floor.png\"", "room 0 0.", "d.jpg", "2 pictures");
  }

  @Test
  void theSizeIsOfChoiceUnlessTheModelWasMadeForOne() throws Exception {
    assertThat(predict("--size", "48x64", "--tasks", "depth", "--raw").code()).isZero();
    NumberArray larger = NpyFile.read(out.resolve("scene.depth.npy"));
    assertThat(larger.shape()).containsExactly(1, 30, 40);
    assertThat(predict("--size", "native", "--tasks", "depth", "--raw", "--overwrite").code()).isZero();
    assertThat(NpyFile.read(out.resolve("scene.depth.npy"))).isNotEqualTo(larger);
    assertThat(predict("--size", "big").err()).contains("--size: found 'big', allowed: HxW such as 480x640, or native");
    try (MultiTaskModel loaded = MultiTaskModel.load(model); MultiTaskModel fixed = loaded.toFixedSize()) {
      fixed.save(model);
    }
    assertThat(predict("--size", "48x64", "--overwrite").err()).contains("--size: found 48x64, allowed: 24x32: the model was made for this size only");
    assertThat(predict("--size", "24x32", "--overwrite").code()).isZero();
  }

  @Test
  void aLongStripStaysASmallFigure() throws Exception {
    Path strip = folder.resolve("strip.png");
    ImageIO.write(new BufferedImage(6000, 2, BufferedImage.TYPE_INT_RGB), "png", strip.toFile());
    Path lidar = folder.resolve("lidar.png");
    ImageIO.write(new BufferedImage(2048, 64, BufferedImage.TYPE_INT_RGB), "png", lidar.toFile());
    Outcome outcome = predict(strip.toString(), lidar.toString(), "--tasks", "depth");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    for (String name : List.of("strip", "lidar")) {
      BufferedImage figure = ImageIO.read(out.resolve(name + ".depth.png").toFile());
      assertThat(figure.getWidth()).as(name).isLessThan(4_500);
      assertThat(figure.getHeight()).as(name).isLessThan(800);
    }
  }
}
