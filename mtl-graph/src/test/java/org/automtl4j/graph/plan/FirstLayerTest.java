package org.automtl4j.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** A convolution whose images nobody wants a gradient of has the weights' gradient that double precision gives where both are computed. */
class FirstLayerTest {
  private static final long[] IMAGES = {2, 3, 211, 223};

  @ParameterizedTest
  @CsvSource({"7, 2, 3, 1", "3, 2, 1, 1", "1, 2, 0, 1", "3, 1, 0, 1", "5, 3, 4, 2"})
  void theGradientOfTheWeightsIsTheSame(int kernel, int stride, int padding, int dilation) {
    INDArray wanted = gradient(DataType.DOUBLE, List.of("weights", "images"), kernel, stride, padding, dilation);
    INDArray found = gradient(DataType.FLOAT, List.of("weights"), kernel, stride, padding, dilation);

    assertThat(found.castTo(DataType.DOUBLE).sub(wanted).amaxNumber().doubleValue()).isLessThan(1e-6 * wanted.amaxNumber().doubleValue());
  }

  private static INDArray gradient(DataType type, List<String> of, int kernel, int stride, int padding, int dilation) {
    Nd4j.getRandom().setSeed(5);
    INDArray pixels = Nd4j.rand(DataType.DOUBLE, IMAGES).addi(0.5); // of one sign, so that no digits cancel
    SameDiff graph = SameDiff.create();
    SDVariable images = graph.placeHolder("images", type, IMAGES);
    SDVariable weights = graph.var("weights", Nd4j.randn(DataType.DOUBLE, kernel, kernel, 3, 5).castTo(type));
    Conv2DConfig config = Conv2DConfig.builder().kH(kernel).kW(kernel).sH(stride).sW(stride).pH(padding).pW(padding).dH(dilation).dW(dilation).build();
    long[] size = {size(IMAGES[2], kernel, stride, padding, dilation), size(IMAGES[3], kernel, stride, padding, dilation)};
    SDVariable factors = graph.constant(Nd4j.rand(DataType.DOUBLE, 2, 5, size[0], size[1]).castTo(type));
    graph.cnn.conv2d(images, weights, config).mul(factors).mean().rename("loss");
    try (TrainingPlan plan = TrainingPlan.builder(graph).input("images", IMAGES).loss("loss").gradientsOf(of).build()) {
      plan.input("images").assign(pixels.castTo(type));
      plan.forward();
      plan.backward();
      return plan.gradient("weights").dup();
    }
  }

  private static long size(long pixels, int kernel, int stride, int padding, int dilation) {
    return (pixels + 2L * padding - (long) dilation * (kernel - 1) - 1) / stride + 1;
  }
}
