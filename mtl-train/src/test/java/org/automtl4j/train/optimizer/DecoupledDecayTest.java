package org.automtl4j.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Decay that shrinks the parameters themselves, by the learning rate, beside the rule's own step. */
class DecoupledDecayTest {

  /** AdamW. */
  @Nested
  class WithAdam extends OptimizerContract {
    @Override
    Optimizer optimizer(double rate, double weightDecay) {
      return Optimizer.of(new UpdateRule(new Adam(rate, 0.9, 0.99, 1e-8), 1, weightDecay, true));
    }

    @Override
    double reference(double start, double[] gradients, double rate, double weightDecay) {
      double p = start;
      double m = 0;
      double v = 0;
      for (int t = 1; t <= gradients.length; t++) {
        p -= rate * weightDecay * p;
        m = 0.9 * m + 0.1 * gradients[t - 1];
        v = 0.99 * v + 0.01 * gradients[t - 1] * gradients[t - 1];
        p -= rate * m / (1 - Math.pow(0.9, t)) / (Math.sqrt(v / (1 - Math.pow(0.99, t))) + 1e-8);
      }
      return p;
    }
  }

  /** Momentum. */
  @Nested
  class WithMomentum extends OptimizerContract {
    @Override
    Optimizer optimizer(double rate, double weightDecay) {
      return Optimizer.of(new UpdateRule(new Nesterovs(rate, 0.8), 1, weightDecay, true));
    }

    @Override
    double reference(double start, double[] gradients, double rate, double weightDecay) {
      double p = start;
      double velocity = 0;
      for (double g : gradients) {
        p -= rate * weightDecay * p;
        velocity = 0.8 * velocity + g;
        p -= rate * velocity;
      }
      return p;
    }
  }

  @Test
  void whatTheGradientDoesNotTouchShrinksGeometrically() {
    INDArray parameter = Nd4j.createFromArray(2.0);
    Optimizer optimizer = Optimizer.of(new UpdateRule(new Adam(0.1), 1, 0.5, true));
    for (int i = 0; i < 3; i++) {
      optimizer.step(i, List.of(ParameterUpdate.of("p", parameter, Nd4j.createFromArray(0.0))));
    }
    assertThat(parameter.getDouble(0)).isCloseTo(2 * Math.pow(0.95, 3), within(1e-12));
  }

  @Test
  void theRateFactorScalesTheRateAndWithItTheDecay() {
    INDArray parameter = Nd4j.createFromArray(2.0);
    Optimizer optimizer = Optimizer.of(new UpdateRule(new Adam(0.1), 1, 0.5, true).timesRate(0.5).timesRate(0.2));
    optimizer.step(0, List.of(ParameterUpdate.of("p", parameter, Nd4j.createFromArray(0.0))));
    assertThat(optimizer.learningRate(0)).isCloseTo(0.01, within(1e-15));
    assertThat(parameter.getDouble(0)).isCloseTo(2 * 0.995, within(1e-12));
    assertThat(optimizer.states()).isEqualTo(2);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new UpdateRule(new Adam(), -1, 0, false)).isInstanceOf(InvalidInputException.class).hasMessageContaining("rate factor");
    assertThatThrownBy(() -> new UpdateRule(new Adam(), 1, Double.NaN, true)).isInstanceOf(InvalidInputException.class).hasMessageContaining("weight decay");
  }
}
