package org.automtl4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.optimizer.UpdateRule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

class PhaseScheduleTest {
  private final Phase a = phase("a");
  private final Phase b = phase("b");
  private final Phase c = phase("c");

  private static Phase phase(String name) {
    ParameterLearning learning = new ParameterLearning(ParameterGroup.all(Role.WEIGHT, UpdateRule.of(new Sgd(0.1), 0)));
    return Phase.of(name, new BranchView.Common(), Split.TRAIN, learning);
  }

  private static String order(PhaseSchedule schedule, int iterations) {
    return String.join("", IntStream.range(0, iterations).mapToObj(i -> schedule.at(i).phase().name()).toList());
  }

  @Test
  void iterationsBelongToPhasesInTurn() {
    assertThat(order(PhaseSchedule.blocks(a, 2, b, 3), 12)).isEqualTo("aabbbaabbbaa");
    assertThat(order(PhaseSchedule.blocks(a, 2, b, 0), 3)).isEqualTo("aaa");
    assertThat(order(PhaseSchedule.blocks(a, 0, b, 1), 3)).isEqualTo("bbb");
    assertThat(order(PhaseSchedule.roundRobin(List.of(a, b, c), 2), 9)).isEqualTo("aabbccaab");
    assertThat(order(PhaseSchedule.single(a), 4)).isEqualTo("aaaa");
    assertThat(PhaseSchedule.blocks(a, 2, b, 3).phases()).containsExactly(a, b);
  }

  @Test
  void eachPhaseCountsItsOwnIterations() {
    for (PhaseSchedule schedule : List.of(PhaseSchedule.blocks(a, 2, b, 3), PhaseSchedule.blocks(a, 0, b, 2), PhaseSchedule.roundRobin(List.of(a, b, c), 2),
        PhaseSchedule.single(a))) {
      Map<String, Integer> counts = new HashMap<>();
      for (int i = 0; i < 30; i++) {
        PhaseSchedule.Turn turn = schedule.at(i);
        assertThat(turn.count()).as("iteration %d", i).isEqualTo(counts.getOrDefault(turn.phase().name(), 0));
        counts.merge(turn.phase().name(), 1, Integer::sum);
      }
    }
  }

  @Test
  void whatNeverComesToATurnIsRefused() {
    assertThatThrownBy(() -> PhaseSchedule.blocks(a, 0, b, 0)).hasMessageContaining("not both 0");
    assertThatThrownBy(() -> PhaseSchedule.roundRobin(List.of(), 1)).hasMessageContaining("at least one");
    assertThatThrownBy(() -> PhaseSchedule.roundRobin(List.of(a), 0)).hasMessageContaining("at least 1 iteration");
  }
}
