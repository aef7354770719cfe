package org.automtl4j.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

class OptimizerOfUpdaterTest {

  @Test
  void adamKeepsItsNumbers() {
    Optimizer optimizer = Optimizer.of(new Adam(0.1, 0.9, 0.999, 1), 0.25);
    INDArray parameter = Nd4j.createFromArray(4.0);
    optimizer.step(0, List.of(ParameterUpdate.of("p", parameter, Nd4j.createFromArray(0.0))));
    assertThat(optimizer).isInstanceOf(AdamOptimizer.class);
    assertThat(optimizer.weightDecay()).isEqualTo(0.25);
    assertThat(parameter.getDouble(0)).isCloseTo(4 - 0.1 * 1 / (1 + 1), within(1e-12));
  }

  @Test
  void nesterovsIsHeavyBallMomentumAndSgdHasNone() {
    double[] after = new double[2];
    IUpdater[] updaters = {new Nesterovs(0.1, 0.5), new Sgd(0.1)};
    for (int u = 0; u < 2; u++) {
      INDArray parameter = Nd4j.createFromArray(0.0);
      Optimizer optimizer = Optimizer.of(updaters[u], 0);
      for (int i = 0; i < 2; i++) {
        optimizer.step(i, List.of(ParameterUpdate.of("p", parameter, Nd4j.createFromArray(1.0))));
      }
      after[u] = parameter.getDouble(0);
    }
    assertThat(after[0]).isCloseTo(-0.25, within(1e-12));
    assertThat(after[1]).isCloseTo(-0.2, within(1e-12));
  }

  @Test
  void schedulesByIterationGiveTheRate() {
    Optimizer optimizer = Optimizer.of(new Adam(new StepSchedule(ScheduleType.ITERATION, 1e-3, 0.5, 4_000)), 0);
    assertThat(optimizer.learningRate(0)).isEqualTo(1e-3);
    assertThat(optimizer.learningRate(3_999)).isEqualTo(1e-3);
    assertThat(optimizer.learningRate(4_000)).isEqualTo(5e-4);
    assertThat(optimizer.learningRate(29_999)).isCloseTo(1e-3 / 128, within(1e-15));
  }

  @Test
  void schedulesByEpochOrOfMomentumAreRefused() {
    assertThatThrownBy(() -> Optimizer.of(new Sgd(new StepSchedule(ScheduleType.EPOCH, 1e-3, 0.5, 4_000)), 0))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("ScheduleType.ITERATION");
    assertThatThrownBy(() -> Optimizer.of(Nesterovs.builder().learningRate(0.1).momentumISchedule(new FixedSchedule(0.9)).build(), 0))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("momentum");
  }

  @Test
  void otherUpdatersAreRefusedNamingWhatIsAllowed() {
    for (IUpdater updater : List.of(new AMSGrad(), new AdaMax(), new Nadam(), new RmsProp(), new NoOp())) {
      assertThatThrownBy(() -> Optimizer.of(updater, 0))
          .isInstanceOf(InvalidInputException.class).hasMessageContaining(updater.getClass().getSimpleName()).hasMessageContaining("Adam, Sgd, Nesterovs");
    }
  }
}
