package org.automtl4j.plan;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** 1x1 convolutions of large images that see only some of the pixels. */
class StridedPointwiseTest {
  @ParameterizedTest
  @CsvSource({"32, 40, 65, 67, 2, 2", "32, 16, 66, 64, 2, 2", "30, 40, 71, 64, 3, 1", "3, 64, 211, 223, 2, 2"})
  void outputAndGradientsAreThoseOfDoublePrecision(int channels, int outputs, int height, int width, int rows, int columns) {
    Conv2DConfig config = Conv2DConfig.builder().kH(1).kW(1).sH(rows).sW(columns).build();
    Nd4j.getRandom().setSeed(3);
    new FloatAgainstDouble().input("images", Nd4j.rand(DataType.DOUBLE, 2, channels, height, width).subi(0.3))
        .input("weights", Nd4j.rand(DataType.DOUBLE, 1, 1, channels, outputs).subi(0.4)).input("bias", Nd4j.rand(DataType.DOUBLE, outputs))
        .differAtMost(3e-6, (graph, in) -> graph.cnn.conv2d(in[0], in[1], in[2], config));
  }
}
