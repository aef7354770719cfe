package org.automtl4j.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.property.IntRange;
import org.automtl4j.golden.property.Property;
import org.junit.jupiter.api.Test;

class TemperatureScheduleTest {

  @Test
  void thePublishedScheduleCoolsAfterEvery101PolicyIterations() {
    TemperatureSchedule schedule = TemperatureSchedule.published(100);
    assertThat(schedule.at(0)).isEqualTo(5);
    assertThat(schedule.at(100)).isEqualTo(5);
    assertThat(schedule.at(101)).isEqualTo(5 * 0.965);
    assertThat(schedule.at(201)).isEqualTo(5 * 0.965);
    assertThat(schedule.at(202)).isEqualTo(5 * 0.965 * 0.965);
  }

  @Test
  void itStopsCoolingOnceItIsNotAboveOneMillionth() {
    TemperatureSchedule schedule = new TemperatureSchedule.Stepwise(5, 0.1, 1);
    assertThat(schedule.at(7)).isCloseTo(5e-7, within(1e-12)).isEqualTo(schedule.at(1_000_000));
    assertThat(schedule.at(6)).isCloseTo(5e-6, within(1e-11));
  }

  @Test
  void geometricGoesFromStartToEndInEqualRatios() {
    TemperatureSchedule schedule = new TemperatureSchedule.Geometric(5, 0.3, 134);
    assertThat(schedule.at(0)).isEqualTo(5);
    assertThat(schedule.at(133)).isEqualTo(0.3);
    assertThat(schedule.at(500)).isEqualTo(0.3);
    assertThat(schedule.at(51) / schedule.at(50)).isCloseTo(schedule.at(11) / schedule.at(10), within(1e-12));
  }

  @Test
  void aSearchOfOnePolicyIterationStaysAtTheStart() {
    assertThat(new TemperatureSchedule.Geometric(5, 0.3, 1).at(0)).isEqualTo(5);
  }

  @Property
  void neitherEverRises(@IntRange(min = 0, max = 50_000) int i) {
    for (TemperatureSchedule schedule : new TemperatureSchedule[] {TemperatureSchedule.published(100), new TemperatureSchedule.Geometric(5, 0.3, 20_000)}) {
      assertThat(schedule.at(i + 1)).isLessThanOrEqualTo(schedule.at(i)).isPositive();
    }
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new TemperatureSchedule.Stepwise(0, 0.9, 1)).isInstanceOf(InvalidInputException.class).hasMessageContaining("temperature");
    assertThatThrownBy(() -> new TemperatureSchedule.Stepwise(5, 1.1, 1)).isInstanceOf(InvalidInputException.class).hasMessageContaining("(0, 1]");
    assertThatThrownBy(() -> new TemperatureSchedule.Stepwise(5, 0.9, 0)).isInstanceOf(InvalidInputException.class).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new TemperatureSchedule.Geometric(5, Double.NaN, 10)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("final temperature");
  }
}
