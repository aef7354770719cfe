package org.automtl4j.plan;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** The gradients of depthwise convolutions of images so large that they are computed for many channels at a time. */
class DepthwiseGradientTest {

  @ParameterizedTest
  @CsvSource({
    "2, 20, 90, 85, 5, 5, 1, 1, 2, 2",
    "4, 72, 31, 33, 5, 5, 2, 2, 2, 2",
    "3, 17, 77, 70, 4, 3, 2, 2, 0, 1",
    "1, 130, 47, 45, 5, 3, 1, 2, 2, 0",
    "1, 3, 300, 301, 7, 7, 3, 2, 3, 3",
    "70, 300, 4, 5, 5, 5, 1, 1, 2, 2",
    "4, 63, 41, 27, 2, 4, 2, 3, 0, 1",
    "1, 1, 600, 500, 5, 5, 2, 7, 2, 4",
    "330, 3, 17, 18, 5, 5, 1, 1, 2, 2",
  })
  void areThoseOfDoublePrecision(int images, int channels, int height, int width, int rows, int columns, int down, int right, int top, int left) {
    Nd4j.getRandom().setSeed(3);
    Conv2DConfig config = Conv2DConfig.builder().kH(rows).kW(columns).sH(down).sW(right).pH(top).pW(left).build();
    new FloatAgainstDouble().input("images", Nd4j.randn(DataType.DOUBLE, images, channels, height, width))
        .input("weights", Nd4j.randn(DataType.DOUBLE, rows, columns, channels, 1))
        .differAtMost(2e-6, (graph, in) -> graph.cnn.depthWiseConv2d(in[0], in[1], config));
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void oneOfThemAlone(boolean ofImages, boolean ofWeights) {
    Nd4j.getRandom().setSeed(4);
    Conv2DConfig config = Conv2DConfig.builder().kH(5).kW(5).pH(2).pW(2).build();
    INDArray images = Nd4j.randn(DataType.DOUBLE, 2, 23, 80, 75);
    INDArray weights = Nd4j.randn(DataType.DOUBLE, 5, 5, 23, 1);
    FloatAgainstDouble law = new FloatAgainstDouble();
    law = ofImages ? law.input("images", images) : law.constant("images", images);
    law = ofWeights ? law.input("weights", weights) : law.constant("weights", weights);
    law.differAtMost(2e-6, (graph, in) -> graph.cnn.depthWiseConv2d(in[0], in[1], config));
  }
}
