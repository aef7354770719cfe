package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class PreprocessingTest {

  private static BufferedImage image(int type) {
    BufferedImage image = new BufferedImage(2, 1, type);
    image.setRGB(0, 0, 0xff0a141e);
    image.setRGB(1, 0, 0xff6496c8);
    return image;
  }

  @Test
  void channelsComeInTheirOrderLessTheMeanOverTheDeviation() {
    Preprocessing bgr = new Preprocessing(ChannelOrder.BGR, List.of(1.0, 2.0, 3.0), List.of(1.0, 2.0, 4.0));
    assertThat(bgr.apply(image(BufferedImage.TYPE_INT_RGB), 1, 2).data().asFloat()).containsExactly(29, 199, 9, 74, 7f / 4, 97f / 4);
    INDArray rgb = Preprocessing.unitRange(ChannelOrder.RGB).apply(image(BufferedImage.TYPE_4BYTE_ABGR), 1, 2);
    assertThat(rgb.shape()).containsExactly(1, 3, 1, 2);
    assertThat(rgb.data().asFloat()).containsExactly(10 / 255f, 100 / 255f, 20 / 255f, 150 / 255f, 30 / 255f, 200 / 255f);
    float grey = Preprocessing.unitRange(ChannelOrder.GREY).apply(image(BufferedImage.TYPE_INT_ARGB), 1, 2).getFloat(0, 0, 0, 0);
    assertThat(grey).isCloseTo((.299f * 10 + .587f * 20 + .114f * 30) / 255, within(1e-6f));
  }

  @Test
  void otherSizesAreResizedBilinearlyWithHalfPixelCentres() {
    // OpenCV's INTER_LINEAR of [0, 10, 20, 30] to 2 and of [0, 10] to 4
    assertThat(Resampling.bilinear(new float[] {0, 10, 20, 30}, 1, 4, 1, 2)).containsExactly(5, 25);
    assertThat(Resampling.bilinear(new float[] {0, 10}, 1, 2, 1, 4)).containsExactly(0, 2.5f, 7.5f, 10);
    assertThat(Resampling.bilinear(new float[] {0, 10}, 2, 1, 4, 1)).containsExactly(0, 2.5f, 7.5f, 10);
    assertThat(Resampling.bilinear(new float[] {1, 2, 3, 4}, 2, 2, 1, 1)).containsExactly(2.5f);
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThatThrownBy(() -> new Preprocessing(ChannelOrder.RGB, List.of(1.0), List.of(1.0))).isInstanceOf(InvalidInputException.class).hasMessageContaining("3 channels");
    assertThatThrownBy(() -> new Preprocessing(ChannelOrder.GREY, List.of(1.0), List.of(0.0))).isInstanceOf(InvalidInputException.class).hasMessageContaining("positive");
  }
}
