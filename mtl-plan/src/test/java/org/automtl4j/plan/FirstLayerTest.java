package org.automtl4j.plan;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** A convolution whose images nobody wants a gradient of, which is left out. */
class FirstLayerTest {
  @ParameterizedTest
  @CsvSource({"7, 2, 3, 1, 5", "3, 2, 1, 1, 5", "1, 2, 0, 1, 5", "1, 2, 0, 1, 13", "1, 1, 0, 1, 7", "3, 1, 0, 1, 5", "5, 3, 4, 2, 5"})
  void theGradientOfTheWeightsIsThatOfDoublePrecision(int kernel, int stride, int padding, int dilation, int outputs) {
    Conv2DConfig config = Conv2DConfig.builder().kH(kernel).kW(kernel).sH(stride).sW(stride).pH(padding).pW(padding).dH(dilation).dW(dilation).build();
    Nd4j.getRandom().setSeed(5);
    new FloatAgainstDouble().constant("images", Nd4j.rand(DataType.DOUBLE, 2, 3, 211, 223))
        .input("weights", Nd4j.randn(DataType.DOUBLE, kernel, kernel, 3, outputs)).differAtMost(3e-6, (graph, in) -> graph.cnn.conv2d(in[0], in[1], config));
  }
}
