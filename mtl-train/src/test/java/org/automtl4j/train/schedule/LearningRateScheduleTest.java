package org.automtl4j.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.property.IntRange;
import org.automtl4j.golden.property.Property;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

class LearningRateScheduleTest {

  @Property
  void stepDecayIsNd4jsStepSchedule(@IntRange(min = 0, max = 30_000) int iteration) {
    double expected = new StepSchedule(ScheduleType.ITERATION, 1e-3, 0.5, 4_000).valueAt(iteration, 0);
    assertThat(LearningRateSchedule.stepDecay(1e-3, 0.5, 4_000).at(iteration)).isEqualTo(expected);
  }

  @Test
  void nd4jsSchedulesKeepTheirRates() {
    ISchedule poly = new PolySchedule(ScheduleType.ITERATION, 0.1, 2, 100);
    assertThat(LearningRateSchedule.of(poly).at(50)).isEqualTo(poly.valueAt(50, 0));
    ISchedule map = new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 0.1).add(10, 0.01).build();
    assertThat(LearningRateSchedule.of(map).at(9)).isEqualTo(0.1);
    assertThat(LearningRateSchedule.of(map).at(12)).isEqualTo(0.01);
  }

  @Test
  void schedulesByEpochAreRefused() {
    assertThatThrownBy(() -> LearningRateSchedule.of(new ExponentialSchedule(ScheduleType.EPOCH, 0.1, 0.99)))
        .isInstanceOf(InvalidInputException.class)
            .hasMessage("ExponentialSchedule counts epochs; learning rates are scheduled by iteration: use ScheduleType.ITERATION");
    ISchedule late = new MapSchedule.Builder(ScheduleType.EPOCH).add(0, 0.1).add(500, 0.01).build();
    assertThatThrownBy(() -> LearningRateSchedule.of(late)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void anUpdaterWithoutALearningRateIsRefused() {
    assertThatThrownBy(() -> LearningRateSchedule.of(new AdaDelta())).isInstanceOf(InvalidInputException.class).hasMessage("AdaDelta has no learning rate");
  }

  @Test
  void ratesOutOfRangeAreRefused() {
    for (double rate : new double[] {-1e-3, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> LearningRateSchedule.constant(rate)).isInstanceOf(InvalidInputException.class).hasMessageContaining(Double.toString(rate));
    }
    assertThatThrownBy(() -> LearningRateSchedule.stepDecay(0.1, -1, 10)).isInstanceOf(InvalidInputException.class).hasMessageContaining("gamma");
    assertThatThrownBy(() -> LearningRateSchedule.stepDecay(0.1, 0.5, 0)).isInstanceOf(InvalidInputException.class).hasMessageContaining("frequency");
  }
}
