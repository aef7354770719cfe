package org.automtl4j.graph.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** Convolutions of many channels, which minimal filtering computes in single precision, against ND4J's own in double. */
class WinogradConvolutionTest {
  private record Result(INDArray output, Map<String, INDArray> gradients) {}

  @ParameterizedTest
  @CsvSource({"1, 29, 29, 24, 24", "2, 29, 29, 18, 18", "2, 29, 29, 12, 12", "1, 29, 29, 6, 6", "3, 13, 13, 4, 4", "2, 14, 11, 2, 2", "2, 29, 29, 1, 1", "2, 12, 17, 1, 0",
      "2, 16, 16, 2, 1", "1, 15, 15, 2, 5", "1, 17, 16, 3, 0", "4, 7, 7, 6, 6", "4, 7, 7, 12, 12", "2, 6, 6, 5, 5"})
  void outputAndGradientsAreThoseOfDoublePrecision(int images, int height, int width, int dilation, int padding) {
    Result wanted = run(DataType.DOUBLE, images, height, width, dilation, padding);
    Result found = run(DataType.FLOAT, images, height, width, dilation, padding);
    close("output", wanted.output(), found.output());
    assertEquals(wanted.gradients().keySet(), found.gradients().keySet());
    wanted.gradients().forEach((name, gradient) -> close(name, gradient, found.gradients().get(name)));
  }

  private static void close(String what, INDArray wanted, INDArray found) {
    double largest = wanted.amaxNumber().doubleValue();
    double off = found.castTo(DataType.DOUBLE).sub(wanted).amaxNumber().doubleValue();
    assertTrue(off <= 1e-5 * largest, () -> what + " is off by " + off + ", the largest number is " + largest);
  }

  private static Result run(DataType type, int images, int height, int width, int dilation, int padding) {
    int channels = 72;
    int results = 80;
    SameDiff graph = SameDiff.create();
    Nd4j.getRandom().setSeed(7);
    INDArray kernel = Nd4j.randn(DataType.DOUBLE, 3, 3, channels, results);
    INDArray bias = Nd4j.randn(DataType.DOUBLE, results);
    INDArray pixels = Nd4j.randn(DataType.DOUBLE, images, channels, height, width);
    SDVariable weights = graph.var("weights", kernel.castTo(type));
    SDVariable input = graph.placeHolder("input", type, images, channels, height, width);
    Conv2DConfig config = Conv2DConfig.builder().kH(3).kW(3).pH(padding).pW(padding).dH(dilation).dW(dilation).build();
    SDVariable output = graph.cnn.conv2d(input, weights, graph.var("bias", bias.castTo(type)), config).rename("output");
    long[] shape = {images, results, height + 2L * padding - 2L * dilation, width + 2L * padding - 2L * dilation};
    output.mul(graph.constant(Nd4j.randn(DataType.DOUBLE, shape).castTo(type))).sum().rename("loss");
    try (TrainingPlan plan = TrainingPlan.builder(graph).input("input", images, channels, height, width).loss("loss").keep(List.of("output"))
        .gradientsOf(List.of("weights", "bias", "input")).build()) {
      plan.input("input").assign(pixels.castTo(type));
      plan.forward();
      INDArray result = plan.value("output").dup();
      plan.backward();
      return new Result(result, Map.of("weights", plan.gradient("weights").dup(), "bias", plan.gradient("bias").dup(), "input", plan.gradient("input").dup()));
    }
  }
}
