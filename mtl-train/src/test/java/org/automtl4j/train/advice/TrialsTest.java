package org.automtl4j.train.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.train.evaluate.PairedDelta;
import org.junit.jupiter.api.Test;

class TrialsTest {
  private static final List<String> TASKS = List.of("a", "b", "c");
  private static final ModelSize SINGLE = new ModelSize(300, 310, 300);

  private static Tried tried(String words, long cost, double gain, OptionalInt stoppedAt, boolean control) {
    PairedDelta standing = new PairedDelta(gain, 0.001, Map.of("a", gain, "b", gain, "c", gain), Map.of("a", 0.001, "b", 0.001, "c", 0.001));
    return new Tried(Contender.Kind.TREE, words, Map.of(), new ModelSize(cost, cost, cost), cost, standing, stoppedAt, control);
  }

  private static Trials trials(List<Tried> others, Budget... budgets) {
    return new Trials(tried("hard sharing", 100, 0, OptionalInt.empty(), false), others, List.of(budgets), SINGLE, 300);
  }

  private static Optional<SingleTasks> ahead(String... tasks) {
    Map<String, Double> gains = new LinkedHashMap<>();
    TASKS.forEach(task -> gains.put(task, List.of(tasks).contains(task) ? 0.2 : -0.1));
    return Optional.of(new SingleTasks(gains, Map.of("a", 0.001, "b", 0.001, "c", 0.001)));
  }

  @Test
  void whatIsTakenKeepsTheBudgetAndWasTrainedToTheEnd() {
    RandomStream random = RandomStream.of(4, "trials");
    for (int round = 0; round < 200; round++) {
      List<Tried> others = IntStream.range(0, 6).mapToObj(i -> {
        int n = random.nextInt(1000);
        return tried("tree " + i, 100 + n % 200, 0.01 * (n % 7 - 3),
          n % 5 == 0 ? OptionalInt.of(3) : OptionalInt.empty(), n % 11 == 0);
      }).toList();
      double share = 0.34 + 0.7 * random.nextDouble();
      Trials.Answer answer = trials(others, Budget.multiplyAdds(share)).answers(ahead("a"), TASKS).get(0);
      answer.taken().ifPresent(taken -> {
        assertThat(taken.size().multiplyAdds()).isLessThanOrEqualTo((long) (share * 300));
        assertThat(taken.standing().gain()).isPositive();
        assertThat(taken.stoppedAt()).isEmpty();
        assertThat(taken.control()).isFalse();
      });
    }
  }

  @Test
  void aModelOfItsOwnIsAdvisedWhereTheBudgetHasRoomForIt() {
    Trials trials = trials(List.of(), Budget.multiplyAdds(0.6), Budget.latency(0.7), Budget.multiplyAdds(1));
    assertThat(trials.answers(ahead("a"), TASKS)).extracting(answer -> answer.advice().alone().keySet()).containsExactly(Set.of(), Set.of("a"), Set.of("a"));
    assertThat(trials.answers(ahead("a", "b", "c"), TASKS)).extracting(answer -> answer.advice().alone().size()).containsExactly(0, 0, 3);
    assertThat(trials.answers(Optional.empty(), TASKS).get(0).advice().sentence()).startsWith("take HARD SHARING");
  }

  @Test
  void withoutABudgetThereIsNothingToAnswer() {
    assertThatThrownBy(() -> trials(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
