package org.automtl4j.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
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

/** 1x1 convolutions of large images that see only some of the pixels, in single precision, against ND4J's own in double. */
class StridedPointwiseTest {
  @ParameterizedTest
  @CsvSource({"32, 40, 65, 67, 2, 2", "32, 16, 66, 64, 2, 2", "30, 40, 71, 64, 3, 1", "3, 64, 211, 223, 2, 2"})
  void outputAndGradientsAreThoseOfDoublePrecision(int channels, int outputs, int height, int width, int rows, int columns) {
    Conv2DConfig config = Conv2DConfig.builder().kH(1).kW(1).sH(rows).sW(columns).build();
    long[] images = {2, channels, height, width};
    long[] result = {2, outputs, (height - 1) / rows + 1, (width - 1) / columns + 1};
    Map<String, INDArray> wanted = run(DataType.DOUBLE, config, images, result);

    run(DataType.FLOAT, config, images, result).forEach((name, found) -> assertThat(found.castTo(DataType.DOUBLE).sub(wanted.get(name)).amaxNumber()
        .doubleValue()).as(name).isLessThan(3e-6 * wanted.get(name).amaxNumber().doubleValue()));
  }

  private static Map<String, INDArray> run(DataType type, Conv2DConfig config, long[] shape, long... result) {
    Nd4j.getRandom().setSeed(3);
    INDArray pixels = Nd4j.rand(DataType.DOUBLE, shape).subi(0.3);
    SameDiff graph = SameDiff.create();
    SDVariable images = graph.placeHolder("images", type, shape);
    SDVariable weights = graph.var("weights", Nd4j.rand(DataType.DOUBLE, 1, 1, shape[1], result[1]).subi(0.4).castTo(type));
    SDVariable bias = graph.var("bias", Nd4j.rand(DataType.DOUBLE, result[1]).castTo(type));
    SDVariable output = graph.cnn.conv2d(images, weights, bias, config).rename("output");
    output.mul(graph.constant(Nd4j.rand(DataType.DOUBLE, result).castTo(type))).mean().rename("loss");
    List<String> of = List.of("images", "weights", "bias");
    try (TrainingPlan plan = TrainingPlan.builder(graph).input("images", shape).loss("loss").keep(List.of("output")).gradientsOf(of).build()) {
      plan.input("images").assign(pixels.castTo(type));
      plan.forward();
      Map<String, INDArray> found = new LinkedHashMap<>();
      found.put("output", plan.value("output").dup());
      plan.backward();
      of.forEach(name -> found.put("gradient of " + name, plan.gradient(name).dup()));
      return found;
    }
  }
}
