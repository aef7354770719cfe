package org.automtl4j.train.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentPlansTest {
  private final List<String> made = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private final RecentPlans<Integer, String> plans = new RecentPlans<>(closed::add);

  private String get(int shape) {
    return plans.get(shape, () -> {
      assertThat(made.size() - closed.size()).as("plans beside the new one").isLessThan(RecentPlans.KEPT);
      made.add("plan" + shape);
      return "plan" + shape;
    });
  }

  @Test
  void soManyArePlansKeptAndTheOneUsedLongestAgoGoesFirst() {
    for (int shape : new int[] {1, 2, 3, 4, 1, 2, 3, 4}) {
      assertThat(get(shape)).isEqualTo("plan" + shape);
    }
    assertThat(made).containsExactly("plan1", "plan2", "plan3", "plan4");
    get(1);
    get(5);
    assertThat(closed).containsExactly("plan2");
    get(3);
    get(2);
    assertThat(closed).containsExactly("plan2", "plan4");
  }

  @Test
  void closingClosesThoseThatAreThere() {
    get(1);
    get(2);
    plans.close();
    assertThat(closed).containsExactly("plan1", "plan2");
    plans.close();
    assertThat(closed).hasSize(2);
  }
}
