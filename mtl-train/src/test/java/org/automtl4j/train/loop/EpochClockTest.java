package org.automtl4j.train.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.automtl4j.train.listener.EpochEnded;
import org.junit.jupiter.api.Test;

class EpochClockTest {
  @Test
  void epochsHaveTheirOwnTimes() {
    EpochClock clock = new EpochClock(3, 0, 0);
    assertThat(clock.iterationDone("m", "s", 1, 1, 0.1)).isEmpty();
    assertThat(clock.iterationDone("m", "s", 2, 2, 0.2)).isEmpty();
    assertThat(clock.iterationDone("m", "s", 3, 4, 0.5)).contains(new EpochEnded("m", "s", 0, 3, 3, 4, 0.5));
    assertThat(clock.iterationDone("m", "s", 4, 5, 0.5)).isEmpty();
    EpochEnded rest = clock.rest("m", "s", 4, 6, 0.75).orElseThrow();
    assertThat(rest).isEqualTo(new EpochEnded("m", "s", 1, 4, 1, 2, 0.25));
    assertThat(rest.waitShare()).isEqualTo(0.125);
    assertThat(new EpochClock(3, 0, 0).rest("m", "s", 6, 7, 1)).isEmpty();
  }

  @Test
  void aResumedStageGoesOnInTheMiddleOfAnEpoch() {
    EpochClock clock = new EpochClock(10, 100, 2);
    assertThat(clock.iterationDone("m", "s", 30, 110, 3)).contains(new EpochEnded("m", "s", 2, 30, 10, 10, 1));
  }
}
