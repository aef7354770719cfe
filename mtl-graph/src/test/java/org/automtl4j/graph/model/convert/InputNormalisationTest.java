package org.automtl4j.graph.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.model.internal.onnx.OnnxRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks that normalise their input themselves: the backbone's preparation of images takes that over, and features stay those of ONNX Runtime. */
class InputNormalisationTest {
  private static final Path FIXTURES = BackboneConverterTest.FIXTURES;

  private static BufferedImage picture() {
    BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    RandomStream random = RandomStream.of(3, "picture");
    for (int i = 0; i < 64 * 64; i++) {
      picture.setRGB(i % 64, i / 64, (int) (random.uniform(0, 1) * 0xffffff));
    }
    return picture;
  }

  /** What the file itself reads: pixels without any normalisation, in 0..1 or in 0..255. */
  private static INDArray pixels(double range) {
    List<Double> scale = List.of(255 / range, 255 / range, 255 / range);
    return new Preprocessing(ChannelOrder.RGB, List.of(0.0, 0.0, 0.0), scale).apply(picture(), 64, 64);
  }

  @ParameterizedTest
  @CsvSource({"normalised.onnx, 1", "normalised-bytes.onnx, 255"})
  void aPictureGivesTheFeaturesThatOnnxRuntimeComputesOfItsPixels(String name, double range) {
    ConvertedBackbone converted = BackboneConverter.of(FIXTURES.resolve(name)).convert();
    INDArray prepared = converted.preprocessing().orElseThrow().apply(picture(), 64, 64);
    try (OnnxRun onnx = OnnxRun.of(FIXTURES.resolve(name))) {
      BackboneConverterTest.close(BackboneConverterTest.features(converted.backbone(), converted.weights(), prepared), onnx.run(pixels(range)).get("out"));
    }
    assertThat(converted.remark().orElseThrow()).contains(range == 1 ? "0..1" : "0..255");
  }

  @Test
  void meanAndStdAreThoseOfTheGraphForPixelsUpTo255(@TempDir Path folder) {
    ConvertedBackbone converted = BackboneConverter.of(FIXTURES.resolve("normalised.onnx")).convert();
    Preprocessing usual = new Preprocessing(ChannelOrder.RGB, List.of(123.675, 116.28, 103.53), List.of(58.395, 57.12, 57.375));
    assertThat(converted.preprocessing()).contains(usual);
    Preprocessing bytes = new Preprocessing(ChannelOrder.RGB, List.of(128.0, 112.0, 160.0), List.of(128.0, 128.0, 128.0));
    assertThat(BackboneConverter.of(FIXTURES.resolve("normalised-bytes.onnx")).convert().preprocessing()).contains(bytes);
    converted.write(folder.resolve("normalised.prototxt"));
    assertThat(WeightsFile.preprocessing(folder.resolve("normalised.weights.npz"))).contains(usual);
  }

  @Test
  void aNetworkThatDoesNotNormaliseSaysNothing() {
    ConvertedBackbone converted = BackboneConverter.of(FIXTURES.resolve("inverted.onnx")).convert();
    assertThat(converted.preprocessing()).isEmpty();
    assertThat(converted.remark().orElse("")).doesNotContain("normalises");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two-scales.onnx: normalised otherwise", "reversed.onnx: subtracts the input"})
  void whatNoMeanAndStdCanStandForIsRefused(String fileAndReason) {
    String[] parts = fileAndReason.split(": ");
    assertThatThrownBy(() -> BackboneConverter.of(FIXTURES.resolve(parts[0])).convert()).isInstanceOf(InvalidInputException.class).hasMessageContaining(parts[1])
        .hasMessageContaining("cannot have 1 of its nodes");
  }
}
