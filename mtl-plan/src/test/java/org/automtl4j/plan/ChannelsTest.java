package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.automtl4j.core.ops.Channels;
import org.automtl4j.core.ops.Masked;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ChannelsTest {

  @Test
  void logSoftmaxIsRightForSmallAndHugeLogits() {
    INDArray x = Graphs.random(1, DataType.FLOAT, 2, 5, 2, 3).muli(200);
    INDArray y = Graphs.run(x, Channels::logSoftmax);
    for (int n = 0; n < 2; n++) {
      for (int p = 0; p < 6; p++) {
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < 5; c++) {
          most = Math.max(most, x.getDouble(n, c, p / 3, p % 3));
        }
        double sum = 0;
        for (int c = 0; c < 5; c++) {
          sum += Math.exp(x.getDouble(n, c, p / 3, p % 3) - most);
        }
        for (int c = 0; c < 5; c++) {
          double expected = x.getDouble(n, c, p / 3, p % 3) - most - Math.log(sum);
          assertThat(y.getDouble(n, c, p / 3, p % 3)).isCloseTo(expected, within(1e-6 * (1 + Math.abs(expected))));
        }
      }
    }
  }

  @Test
  void oneHotIsSafeForIndexesThatAreNoClass() {
    INDArray index = Nd4j.createFromArray(0f, 2f, -1f, 255f).reshape(1, 1, 2, 2);
    INDArray y = Graphs.run(index, v -> Channels.oneHot(v, 3));
    assertThat(y.reshape(12).toFloatVector()).containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0);
  }

  @Test
  void normalisedVectorsHaveLengthOneAndZeroStaysZero() {
    INDArray x = Nd4j.createFromArray(3f, 0f, 4f, 0f).reshape(1, 2, 1, 2);
    INDArray y = Graphs.run(x, v -> Channels.l2Normalise(v, Channels.NORM_EPSILON));
    assertThat(y.reshape(4).toFloatVector()).containsExactly(0.6f, 0f, 0.8f, 0f);
  }

  @Test
  void cosineIsTheDotProductOfDirections() {
    INDArray a = Graphs.random(4, DataType.DOUBLE, 2, 3, 2, 2);
    INDArray b = Graphs.random(5, DataType.DOUBLE, 2, 3, 2, 2);
    INDArray y = Graphs.run(a, v -> Channels.cosine(v, v.getSameDiff().constant(b)));
    for (int n = 0; n < 2; n++) {
      double dot = 0;
      double lengthA = 0;
      double lengthB = 0;
      for (int c = 0; c < 3; c++) {
        dot += a.getDouble(n, c, 1, 0) * b.getDouble(n, c, 1, 0);
        lengthA += Math.pow(a.getDouble(n, c, 1, 0), 2);
        lengthB += Math.pow(b.getDouble(n, c, 1, 0), 2);
      }
      assertThat(y.getDouble(n, 0, 1, 0)).isCloseTo(dot / Math.sqrt(lengthA * lengthB), within(1e-12));
    }
  }

  @Test
  void aMeanCountsWeightedPositionsOnlyAndIsZeroWithoutAny() {
    INDArray x = Nd4j.createFromArray(1d, 2, 3, 4).reshape(1, 1, 2, 2);
    assertThat(Graphs.run(x, v -> mean(v, 1, 0, 0, 1)).getDouble(0)).isEqualTo(2.5);
    assertThat(Graphs.run(x, v -> mean(v, 0, 0.5, 0, 1.5)).getDouble(0)).isEqualTo(3.5);
    assertThat(Graphs.run(x, v -> mean(v, 0, 0, 0, 0)).getDouble(0)).isEqualTo(0);
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    INDArray other = Graphs.random(7, DataType.DOUBLE, 2, 3, 2, 2);
    Graphs.checkGradient(Graphs.random(6, DataType.DOUBLE, 2, 3, 2, 2), Channels::logSoftmax);
    Graphs.checkGradient(Graphs.random(6, DataType.DOUBLE, 2, 3, 2, 2), v -> Channels.l2Normalise(v, Channels.NORM_EPSILON));
    Graphs.checkGradient(Graphs.random(6, DataType.DOUBLE, 2, 3, 2, 2), v -> Channels.cosine(v, v.getSameDiff().constant(other)));
    Graphs.checkGradient(Graphs.random(6, DataType.DOUBLE, 1, 1, 2, 2), v -> mean(v, 1, 0, 0.5, 2));
    Graphs.checkGradient(Graphs.random(6, DataType.DOUBLE, 1, 1, 2, 2), v -> mean(v, 0, 0, 0, 0));
  }

  private static SDVariable mean(SDVariable v, double... weights) {
    return Masked.mean(v, v.getSameDiff().constant(Nd4j.createFromArray(weights).reshape(1, 1, 2, 2)));
  }
}
