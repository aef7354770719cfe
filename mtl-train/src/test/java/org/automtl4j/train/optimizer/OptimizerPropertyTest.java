package org.automtl4j.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.automtl4j.golden.property.DoubleRange;
import org.automtl4j.golden.property.IntRange;
import org.automtl4j.golden.property.Property;
import org.automtl4j.train.schedule.LearningRateSchedule;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OptimizerPropertyTest {

  @Property(tries = 100)
  void adamNeverTakesAFirstStepLongerThanItsRate(@DoubleRange(min = -1e6, max = 1e6) double gradient, @DoubleRange(max = 1) double rate) {
    INDArray parameter = Nd4j.createFromArray(0.0);
    new AdamOptimizer(LearningRateSchedule.constant(rate), 0.9, 0.999, 1e-8, 0)
        .step(0, List.of(ParameterUpdate.of("p", parameter, Nd4j.createFromArray(gradient))));
    assertThat(Math.abs(parameter.getDouble(0))).isLessThanOrEqualTo(rate * (1 + 1e-9));
    assertThat(parameter.getDouble(0) * gradient).isLessThanOrEqualTo(0);
  }

  @Property(tries = 100)
  void momentumIsLinearInTheGradients(@DoubleRange(min = -10, max = 10) double factor, @IntRange(min = 1, max = 6) int steps) {
    INDArray parameter = Nd4j.createFromArray(0.0, 0.0);
    Optimizer optimizer = new MomentumOptimizer(LearningRateSchedule.constant(0.1), 0.9, 0);
    for (int i = 0; i < steps; i++) {
      double gradient = Math.sin(i + 1.0);
      optimizer.step(i, List.of(ParameterUpdate.of("p", parameter, Nd4j.createFromArray(gradient, factor * gradient))));
    }
    assertThat(parameter.getDouble(1)).isCloseTo(factor * parameter.getDouble(0), within(1e-9));
  }

  @Property(tries = 30)
  void lengthsAroundABlocksEndAreCoveredToTheLastNumber(@IntRange(min = 4090, max = 4100) int length) {
    INDArray parameter = Nd4j.zeros(DataType.FLOAT, length);
    INDArray gradient = Nd4j.ones(DataType.FLOAT, length);
    new MomentumOptimizer(LearningRateSchedule.constant(1), 0, 0).step(0, List.of(ParameterUpdate.of("p", parameter, gradient)));
    assertThat(parameter.toFloatVector()).containsOnly(-1f);
  }
}
