package org.automtl4j.plan;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** Convolutions of many channels, which minimal filtering computes. */
class WinogradConvolutionTest {
  private static final int CHANNELS = 133;
  private static final int RESULTS = 141;

  @ParameterizedTest
  @CsvSource({"1, 29, 29, 24, 24", "2, 29, 29, 18, 18", "2, 29, 29, 12, 12", "1, 29, 29, 6, 6", "3, 13, 13, 4, 4", "2, 14, 11, 2, 2", "2, 29, 29, 1, 1",
      "2, 12, 17, 1, 0", "2, 16, 16, 2, 1", "5, 15, 15, 2, 5", "9, 17, 16, 3, 0", "9, 7, 7, 6, 6", "4, 7, 7, 12, 12", "2, 6, 6, 5, 5"})
  void outputAndGradientsAreThoseOfDoublePrecision(int images, int height, int width, int dilation, int padding) {
    agree(images, CHANNELS, RESULTS, height, width, dilation, padding);
  }

  /** More sums of taps, and more sums of pixels, than are there at the same time. */
  @Test
  void largeOnesAreThoseOfDoublePrecisionToo() {
    agree(6, 256, 512, 29, 29, 1, 1);
  }

  private static void agree(int images, int channels, int results, int height, int width, int dilation, int padding) {
    Conv2DConfig config = Conv2DConfig.builder().kH(3).kW(3).pH(padding).pW(padding).dH(dilation).dW(dilation).build();
    Nd4j.getRandom().setSeed(7);
    new FloatAgainstDouble().input("images", Nd4j.randn(DataType.DOUBLE, images, channels, height, width))
        .input("weights", Nd4j.randn(DataType.DOUBLE, 3, 3, channels, results)).input("bias", Nd4j.randn(DataType.DOUBLE, results))
        .differAtMost(1e-5, (graph, in) -> graph.cnn.conv2d(in[0], in[1], in[2], config));
  }
}
