package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients of kernels most of whose taps see nothing but padding are handed out without these taps. */
class PartialGradientsTest {
  private static final int CHANNELS = 32;
  private static final int OUTPUTS = 24;
  private static final String WEIGHT = "weight";

  private final SameDiff graph = SameDiff.create();

  private TrainingPlan.Builder network(int height, int width, int dilation) {
    Nd4j.getRandom().setSeed(1);
    SDVariable x = graph.placeHolder("images", DataType.FLOAT, 2, CHANNELS, height, width);
    SDVariable weight = graph.var(WEIGHT, Nd4j.randn(DataType.FLOAT, 3, 3, CHANNELS, OUTPUTS));
    Conv2DConfig config = Conv2DConfig.builder().kH(3).kW(3).pH(dilation).pW(dilation).dH(dilation).dW(dilation).build();
    SDVariable y = graph.cnn.conv2d(x, weight, config);
    y.mul(y).mean().rename("loss");
    return TrainingPlan.builder(graph).loss("loss");
  }

  private static void forward(TrainingPlan plan) {
    Nd4j.getRandom().setSeed(2);
    plan.input("images").assign(Nd4j.randn(DataType.FLOAT, plan.input("images").shape()));
    plan.forward();
  }

  @ParameterizedTest
  @CsvSource({"5, 6, 7, 4, 1", "4, 21, 8, 3, 3", "21, 4, 8, 1, 7", "9, 9, 8, 0, 9"})
  void theOtherTapsAreZero(int height, int width, int dilation, int firstTap, int taps) {
    TrainingPlan.Builder builder = network(height, width, dilation);
    INDArray whole;
    try (TrainingPlan plan = builder.gradientsOf(List.of(WEIGHT)).build()) {
      forward(plan);
      plan.backward();
      whole = plan.gradient(WEIGHT).dup();
    }
    try (TrainingPlan plan = TrainingPlan.builder(graph).loss("loss").handsOut(List.of(WEIGHT)).build()) {
      forward(plan);
      plan.backward((name, gradient, first) -> {
        assertThat(name).isEqualTo(WEIGHT);
        assertThat(first).isEqualTo((long) firstTap * CHANNELS * OUTPUTS);
        assertThat(gradient.length()).isEqualTo((long) taps * CHANNELS * OUTPUTS);
        INDArray found = Nd4j.zeros(DataType.FLOAT, whole.shape());
        for (long k = 0; k < gradient.length(); k++) {
          found.putScalar(first + k, gradient.getFloat(k));
        }
        assertThat(found).isEqualTo(whole);
      });
    }
  }

  @Test
  void aGradientWithAnotherReaderStaysWhole() {
    TrainingPlan.Builder builder = network(5, 5, 6);
    try (TrainingPlan plan = builder.gradientsOf(List.of(WEIGHT)).handsOut(List.of(WEIGHT)).build()) {
      forward(plan);
      plan.backward();
      assertThat(plan.gradient(WEIGHT).shape()).containsExactly(3, 3, CHANNELS, OUTPUTS);
    }
  }
}
