package org.automtl4j.plan.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.automtl4j.plan.ParallelLoop;
import org.automtl4j.plan.internal.ir.Call;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  @Test
  void everyCallRunsOnceAndLeavesTheThreadsAsTheyWere() {
    int before = ParallelLoop.threads();
    ConcurrentLinkedQueue<Integer> ran = new ConcurrentLinkedQueue<>();
    List<SideBySide.Part> parts = new ArrayList<>();
    for (int k = 0; k < 20; k++) {
      int number = k;
      parts.add(new SideBySide.Part(k == 7 ? 1000 : 1 + k % 3, () -> ran.add(number)));
    }

    SideBySide.of(parts).run();

    assertThat(ran).hasSize(20).doesNotHaveDuplicates();
    assertThat(ParallelLoop.threads()).isEqualTo(before);
  }

  @Test
  void closingClosesAllCalls() {
    List<Integer> closed = new ArrayList<>();
    record Counting(int number, List<Integer> closed) implements Call {
      @Override
      public void run() {}

      @Override
      public void close() {
        closed.add(number);
      }
    }

    SideBySide.of(List.of(new SideBySide.Part(1, new Counting(1, closed)), new SideBySide.Part(2, new Counting(2, closed)))).close();

    assertThat(closed).containsExactlyInAnyOrder(1, 2);
  }
}
