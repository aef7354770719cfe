package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/** Forms that only large images take, in single precision, against the operations themselves in double precision. */
class LargeImagesTest {
  private record Pooling(int kernel, int stride, boolean largest, int height, int width) {}

  static Stream<Pooling> poolings() {
    return Stream.of(new Pooling(3, 2, true, 99, 98), new Pooling(3, 2, false, 98, 99), new Pooling(2, 2, true, 97, 120), new Pooling(3, 1, true, 64, 64),
        new Pooling(2, 3, false, 130, 90), new Pooling(3, 2, true, 300, 20), new Pooling(5, 1, false, 70, 66));
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void poolingInBandsIsPooling(Pooling p) {
    try (TrainingPlan bands = plan(p, DataType.FLOAT, true); TrainingPlan whole = plan(p, DataType.DOUBLE, false)) {
      for (TrainingPlan plan : List.of(bands, whole)) {
        plan.forward();
        plan.backward();
      }
      assertThat(BackwardRuleContract.distance(bands.value("y"), whole.value("y"))).isLessThan(1e-6);
      assertThat(BackwardRuleContract.distance(bands.gradient("x"), whole.gradient("x"))).isLessThan(1e-6);
    }
  }

  private static TrainingPlan plan(Pooling p, DataType type, boolean lowering) {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.var("x", TestNetwork.numbers(type, 1, "x", 2, 3, p.height(), p.width()));
    Pooling2DConfig config = Pooling2DConfig.builder().kH(p.kernel()).kW(p.kernel()).sH(p.stride()).sW(p.stride()).build();
    SDVariable y = p.largest() ? sd.cnn.maxPooling2d(x, config) : sd.cnn.avgPooling2d(x, config);
    y.rename("y");
    sd.math.square(y).sum().rename("loss");
    return TrainingPlan.builder(sd).loss("loss").keep(List.of("y")).gradientsOf(List.of("x")).lowering(lowering).build();
  }
}
