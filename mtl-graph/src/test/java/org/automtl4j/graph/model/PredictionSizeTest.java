package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** At which size a model looks at an image, and where its answers come to lie. */
class PredictionSizeTest {
  @TempDir Path folder;

  private static MultiTaskModel model(boolean fixed) {
    SuperModel superModel = SuperModel.builder(Backbone.builder("tiny").convolution(4, 3).relu().maxPool(2, pool -> pool.stride(2)).build()).task(Task.segmentation("floor", 3), TaskHead.conv1x1())
        .task(Task.depth("depth"), TaskHead.conv1x1()).task(Task.normals("normal"), TaskHead.conv1x1()).task(Task.classification("room", 2), TaskHead.linear()).seed(4).build();
    MultiTaskModelBuilder builder = MultiTaskModel.builder(superModel).inputSize(24, 32).preprocessing(Preprocessing.unitRange(ChannelOrder.RGB));
    return fixed ? builder.fixedSize().build() : builder.build();
  }

  private static BufferedImage image(int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < height * width; i++) {
      int x = i % width;
      int y = i / width;
      image.setRGB(x, y, x * 255 / width << 16 | y * 255 / height << 8 | (x / 4 + y / 4) % 2 * 200);
    }
    return image;
  }

  @Test
  void anImageKeepsTheRatioOfItsSides() {
    assertThat(Placement.fitted(100, 400, 24, 32)).isEqualTo(new Placement(24, 32, 8, 0, 8, 32));
    assertThat(Placement.fitted(48, 32, 24, 32)).isEqualTo(new Placement(24, 32, 0, 8, 24, 16));
    assertThat(Placement.fitted(1, 4000, 24, 32)).isEqualTo(new Placement(24, 32, 11, 0, 1, 32));
    assertThat(Placement.fitted(48, 64, 24, 32)).isEqualTo(Placement.whole(24, 32));
    assertThat(Placement.natural(33, 64, 32)).isEqualTo(new Placement(64, 64, 0, 0, 33, 64));
  }

  @Test
  void whatIsPaddingIsNoPartOfTheAnswer() {
    INDArray head = Nd4j.create(1, 1, 12, 16);
    for (int i = 0; i < 12 * 16; i++) {
      head.putScalar(new int[] {0, 0, i / 16, i % 16}, i / 16); // of 24 rows that were read 8 to 15 are image: rows 4 to 7 of the head
    }
    Prediction p = new Prediction(Map.of("depth", Task.depth("depth")), Map.of("depth", head), 8, 32, Placement.fitted(8, 32, 24, 32));
    float[][] depth = p.values("depth");
    assertThat(depth).hasDimensions(8, 32);
    for (int y = 0; y < 8; y++) {
      assertThat(depth[y][9]).as("row %d", y).isEqualTo((8 + y) / 2f);
    }
  }

  @Test
  void tilesOfALargeImageGiveWhatTheWholeGives() {
    BufferedImage large = image(900, 1300);
    try (MultiTaskModel model = model(false)) {
      Prediction tiled = model.predict(large, PredictionSize.ofImage());
      Prediction whole = model.predict(large, PredictionSize.of(928, 1312), "depth", "floor", "normal");
      assertThat(tiled.output("depth").shape()).containsExactly(1, 1, 464, 656);
      assertThat(tiled.height()).isEqualTo(900);
      Placement natural = Placement.natural(900, 1300, 32);
      INDArray expected = model.outputs(model.preprocessing().orElseThrow().apply(large, natural), "depth").get("depth");
      // The network sees one pixel around each: only tiles' own borders know less, and weigh next to nothing.
      INDArray difference = Nd4j.math().abs(tiled.output("depth").sub(expected));
      assertThat(difference.meanNumber().doubleValue()).isLessThan(1e-4);
      assertThat(difference.maxNumber().doubleValue()).isLessThan(0.05 * expected.amaxNumber().doubleValue());
      assertThat(tiled.array("normal").norm2(1).sub(1).amaxNumber().doubleValue()).isLessThan(1e-5);
      assertThat(tiled.probabilities("room")).containsExactly(model.predict(large, "room").probabilities("room"), within(1e-6f));
      assertThat(whole.classes("floor")).hasDimensions(900, 1300);
    }
  }

  @Test
  void anImageOfItsOwnSizeIsNotResized() {
    try (MultiTaskModel model = model(false)) {
      Prediction p = model.predict(image(37, 51), PredictionSize.ofImage(), "depth");
      assertThat(p.output("depth").shape()).containsExactly(1, 1, 32, 32);
      assertThat(p.values("depth")).hasDimensions(37, 51);
    }
  }

  @Test
  void aModelOfAFixedSizeSaysSo() {
    try (MultiTaskModel model = model(true)) {
      assertThatThrownBy(() -> model.predict(image(40, 50), PredictionSize.of(48, 64))).isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("found 48x64, allowed: 24x32").hasMessageContaining("this size only");
      assertThatThrownBy(() -> model.predict(image(40, 50), PredictionSize.ofImage())).isInstanceOf(InvalidInputException.class).hasMessageContaining("allowed: 24x32");
      assertThat(model.predict(image(40, 50), PredictionSize.of(24, 32), "depth").values("depth")).hasDimensions(40, 50);
      assertThat(model.predict(image(40, 50), "depth").values("depth")).hasDimensions(40, 50);
    }
    assertThatThrownBy(() -> PredictionSize.of(0, 5)).isInstanceOf(InvalidInputException.class).hasMessageContaining("0x5");
  }

  /** A jpeg whose camera was held so that it must be turned a quarter clockwise. */
  private Path turned(BufferedImage stored) throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(stored, "jpg", jpeg);
    byte[] notes = "Exif\0\0MM\0*\0\0\0\b\0\1\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(jpeg.toByteArray(), 0, 2);
    all.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, (byte) (notes.length + 2)});
    all.writeBytes(notes);
    all.write(jpeg.toByteArray(), 2, jpeg.size() - 2);
    return Files.write(folder.resolve("turned.jpg"), all.toByteArray());
  }

  @Test
  void aPicturesFileIsTurnedAsItsCameraNotes() throws IOException {
    Path file = turned(image(24, 40));
    try (MultiTaskModel model = model(false)) {
      Prediction p = model.predict(file, "depth");
      assertThat(p.height()).isEqualTo(40);
      assertThat(p.width()).isEqualTo(24);
      Path png = folder.resolve("p.png");
      BufferedImage stored = ImageIO.read(file.toFile());
      BufferedImage upright = new BufferedImage(24, 40, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < 40; y++) {
        for (int x = 0; x < 24; x++) {
          upright.setRGB(x, y, stored.getRGB(y, 23 - x));
        }
      }
      ImageIO.write(upright, "png", png.toFile());
      assertThat(p.values("depth")).isDeepEqualTo(model.predict(png, "depth").values("depth"));
      Path text = Files.writeString(folder.resolve("text.png"), "no picture");
      assertThatThrownBy(() -> model.predict(text)).isInstanceOf(InvalidInputException.class).hasMessageContaining("text.png: neither png nor jpeg");
      assertThatThrownBy(() -> model.predict(folder.resolve("none.png"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("there is no such file");
    }
  }
}
