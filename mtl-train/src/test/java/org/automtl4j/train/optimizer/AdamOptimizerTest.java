package org.automtl4j.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.schedule.LearningRateSchedule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AdamOptimizerTest extends OptimizerContract {

  @Override
  Optimizer optimizer(double rate, double weightDecay) {
    return new AdamOptimizer(LearningRateSchedule.constant(rate), 0.5, 0.999, 1e-8, weightDecay);
  }

  @Override
  double reference(double start, double[] gradients, double rate, double weightDecay) {
    double p = start;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= gradients.length; t++) {
      double g = gradients[t - 1] + weightDecay * p;
      m = 0.5 * m + 0.5 * g;
      v = 0.999 * v + 0.001 * g * g;
      double unbiasedM = m / (1 - Math.pow(0.5, t));
      double unbiasedV = v / (1 - Math.pow(0.999, t));
      p -= rate * unbiasedM / (Math.sqrt(unbiasedV) + 1e-8);
    }
    return p;
  }

  @Test
  void aConstantGradientMovesByTheRateInEachStep() {
    INDArray parameter = Nd4j.createFromArray(1.0, 1.0, 1.0);
    Optimizer optimizer = optimizer(0.01, 0);
    for (int i = 0; i < 10; i++) {
      optimizer.step(i, List.of(ParameterUpdate.of("p", parameter, Nd4j.createFromArray(3.0, -0.001, 0.0))));
    }
    assertThat(parameter.getDouble(0)).isCloseTo(0.9, within(1e-6));
    assertThat(parameter.getDouble(1)).isCloseTo(1.1, within(1e-5));
    assertThat(parameter.getDouble(2)).isEqualTo(1.0);
  }

  @Test
  void epsilonIsAddedAfterTheBiasCorrection() {
    // One step with gradient 1 and epsilon 1: m = v = 1 after correction, so the step is rate / (1 + 1); ND4J's place for it would give rate / (1 + 31.6).
    INDArray parameter = Nd4j.createFromArray(0.0);
    Optimizer optimizer = new AdamOptimizer(LearningRateSchedule.constant(0.1), 0.9, 0.999, 1, 0);
    optimizer.step(0, List.of(ParameterUpdate.of("p", parameter, Nd4j.createFromArray(1.0))));
    assertThat(parameter.getDouble(0)).isCloseTo(-0.05, within(1e-12));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    LearningRateSchedule rate = LearningRateSchedule.constant(0.1);
    assertThatThrownBy(() -> new AdamOptimizer(rate, 1, 0.999, 1e-8, 0)).isInstanceOf(InvalidInputException.class).hasMessageContaining("beta1");
    assertThatThrownBy(() -> new AdamOptimizer(rate, 0.9, -0.1, 1e-8, 0)).isInstanceOf(InvalidInputException.class).hasMessageContaining("beta2");
    assertThatThrownBy(() -> new AdamOptimizer(rate, 0.9, 0.999, 0, 0)).isInstanceOf(InvalidInputException.class).hasMessageContaining("epsilon");
    assertThatThrownBy(() -> new AdamOptimizer(rate, 0.9, 0.999, 1e-8, Double.NaN)).isInstanceOf(InvalidInputException.class).hasMessageContaining("decay");
  }
}
