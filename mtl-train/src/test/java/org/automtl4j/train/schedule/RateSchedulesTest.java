package org.automtl4j.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ISchedule;

class RateSchedulesTest {

  private static void assertRates(ISchedule schedule, double... rates) {
    for (int i = 0; i < rates.length; i++) {
      assertThat(schedule.valueAt(i, 0)).as("iteration %d", i).isCloseTo(rates[i], within(1e-12));
    }
  }

  @Test
  void eachFollowsItsFormula() {
    assertRates(RateSchedules.constant(0.1), 0.1, 0.1, 0.1);
    assertRates(RateSchedules.step(0.1, 0.5, 2), 0.1, 0.1, 0.05, 0.05, 0.025);
    assertRates(RateSchedules.exponential(0.1, 0.5), 0.1, 0.05, 0.025);
    assertRates(RateSchedules.poly(0.1, 0.9, 4), 0.1, 0.1 * Math.pow(0.75, 0.9), 0.1 * Math.pow(0.5, 0.9), 0.1 * Math.pow(0.25, 0.9));
    assertRates(RateSchedules.cosine(0.1, 0.02, 4), 0.1, 0.02 + 0.04 * (1 + Math.sqrt(0.5)), 0.06, 0.02 + 0.04 * (1 - Math.sqrt(0.5)));
    assertRates(RateSchedules.linear(0.1, 0.02, 4), 0.1, 0.08, 0.06, 0.04);
  }

  @Test
  void whatFallsStaysAtItsEnd() {
    for (ISchedule schedule : List.of(RateSchedules.cosine(0.1, 0.02, 4), RateSchedules.linear(0.1, 0.02, 4))) {
      assertThat(schedule.valueAt(4, 0)).isEqualTo(0.02);
      assertThat(schedule.valueAt(4_000_000, 0)).isEqualTo(0.02);
    }
    assertThat(RateSchedules.poly(0.1, 0.9, 4).valueAt(5, 0)).isZero();
  }

  @Test
  void warmUpRisesToTheScheduleItself() {
    assertRates(RateSchedules.warmUp(RateSchedules.constant(0.3), 2), 0.1, 0.2, 0.3, 0.3);
    assertRates(RateSchedules.warmUp(RateSchedules.step(0.3, 0.5, 3), 2), 0.1, 0.2, 0.3, 0.15);
    assertRates(RateSchedules.warmUp(RateSchedules.constant(0.3), 0), 0.3);
  }

  @Test
  void updatersOfDeeplearning4jTakeThem() {
    Adam adam = Adam.builder().learningRateSchedule(RateSchedules.warmUp(RateSchedules.linear(0.4, 0, 4), 1)).build();
    LearningRateSchedule rates = LearningRateSchedule.of(adam.clone());
    assertThat(rates.at(0)).isCloseTo(0.2, within(1e-12));
    assertThat(rates.at(3)).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> RateSchedules.cosine(-1, 0, 4)).isInstanceOf(InvalidInputException.class).hasMessageContaining("-1");
    assertThatThrownBy(() -> RateSchedules.linear(1, Double.NaN, 4)).isInstanceOf(InvalidInputException.class).hasMessageContaining("NaN");
    assertThatThrownBy(() -> RateSchedules.poly(1, 0, 4)).isInstanceOf(InvalidInputException.class).hasMessageContaining("power");
    assertThatThrownBy(() -> RateSchedules.poly(1, 1, 0)).isInstanceOf(InvalidInputException.class).hasMessageContaining("at least 1 iteration");
    assertThatThrownBy(() -> RateSchedules.warmUp(RateSchedules.constant(1), -1)).isInstanceOf(InvalidInputException.class).hasMessageContaining("warm-up");
  }
}
