package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelLoopTest {
  @Test
  void everyPartIsDoneOnce() {
    for (int parts : new int[] {1, 2, 7}) {
      AtomicIntegerArray done = new AtomicIntegerArray(parts);
      ParallelLoop.run(parts, done::incrementAndGet);
      for (int k = 0; k < parts; k++) {
        assertThat(done.get(k)).isEqualTo(1);
      }
    }
  }

  @Test
  void aPartThatFailsFailsTheLoop() {
    assertThatThrownBy(() -> ParallelLoop.run(3, part -> {
      throw new IllegalStateException("part");
    })).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void itHasAsManyThreadsAsOperationsHave() {
    int before = ParallelLoop.threads();
    Backend.useThreads(3);
    assertThat(ParallelLoop.threads()).isEqualTo(3);
    Backend.useThreads(before);
  }
}
