package org.automtl4j.graph.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.automtl4j.core.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class InitializationTest {
  private static final int FAN_IN = 50;
  private static final int FAN_OUT = 30;

  @ParameterizedTest
  @CsvSource({"UNIFORM, 0.0066667, 0.141421", "HE, 0.04, 1", "XAVIER, 0.025, 0.273861"})
  void weightsHaveTheVarianceAndBoundOfTheirScheme(Initialization scheme, double variance, double bound) {
    INDArray w = scheme.weight(FAN_IN, FAN_OUT).create(DataType.DOUBLE, RandomStream.of(1, "w"), 200, 100);
    assertThat(w.meanNumber().doubleValue()).isCloseTo(0, within(0.01));
    assertThat(w.mul(w).meanNumber().doubleValue()).isCloseTo(variance, within(0.02 * variance));
    assertThat(w.amaxNumber().doubleValue()).isLessThanOrEqualTo(bound + 1e-6);
  }

  @Test
  void biasesAreUniformLikeTheWeightsOrZero() {
    INDArray b = Initialization.UNIFORM.bias(FAN_IN).create(DataType.FLOAT, RandomStream.of(1, "b"), 1000);
    assertThat(b.amaxNumber().doubleValue()).isBetween(0.13, 1 / Math.sqrt(FAN_IN));
    assertThat(Initialization.HE.bias(FAN_IN).create(DataType.FLOAT, RandomStream.of(1, "b"), 10).amaxNumber().doubleValue()).isZero();
    assertThat(Initialization.XAVIER.bias(FAN_IN).create(DataType.FLOAT, RandomStream.of(1, "b"), 10).amaxNumber().doubleValue()).isZero();
  }
}
