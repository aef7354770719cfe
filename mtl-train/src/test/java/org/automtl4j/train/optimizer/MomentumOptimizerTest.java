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

class MomentumOptimizerTest extends OptimizerContract {

  @Override
  Optimizer optimizer(double rate, double weightDecay) {
    return new MomentumOptimizer(LearningRateSchedule.constant(rate), 0.9, weightDecay);
  }

  @Override
  double reference(double start, double[] gradients, double rate, double weightDecay) {
    double p = start;
    double velocity = 0;
    for (double gradient : gradients) {
      velocity = 0.9 * velocity + gradient + weightDecay * p;
      p -= rate * velocity;
    }
    return p;
  }

  @Test
  void aConstantGradientGathersTheGeometricSumOfTheMomentum() {
    INDArray parameter = Nd4j.createFromArray(0.0);
    Optimizer optimizer = optimizer(1, 0);
    double expected = 0;
    for (int i = 0; i < 8; i++) {
      optimizer.step(i, List.of(ParameterUpdate.of("p", parameter, Nd4j.createFromArray(1.0))));
      expected -= (1 - Math.pow(0.9, i + 1)) / 0.1;
      assertThat(parameter.getDouble(0)).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void withoutMomentumItIsPlainDescentAtTheIterationsRate() {
    INDArray parameter = Nd4j.createFromArray(1.0f, 2.0f);
    Optimizer optimizer = new MomentumOptimizer(LearningRateSchedule.stepDecay(0.5, 0.1, 2), 0, 0);
    for (int i = 0; i < 4; i++) {
      optimizer.step(i, List.of(ParameterUpdate.of("p", parameter, Nd4j.createFromArray(1.0f, -1.0f))));
    }
    assertThat(parameter.getFloat(0)).isCloseTo(1 - 1.1f, within(1e-6f));
    assertThat(parameter.getFloat(1)).isCloseTo(2 + 1.1f, within(1e-6f));
  }

  @Test
  void aMomentumOfOneIsRefused() {
    assertThatThrownBy(() -> new MomentumOptimizer(LearningRateSchedule.constant(0.1), 1, 0))
        .isInstanceOf(InvalidInputException.class).hasMessage("momentum must be in [0, 1), found 1.0");
  }
}
