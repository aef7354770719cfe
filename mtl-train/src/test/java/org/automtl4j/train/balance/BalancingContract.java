package org.automtl4j.train.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.train.balance.StepHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The laws of every balancing method; those of some are interfaces such as {@link HomogeneousLaw}. */
public abstract class BalancingContract {
  static final int STEPS = 4;

  /** The method. */
  abstract Balancing method();

  static Stream<HardRows> hard() {
    return HardRows.all();
  }

  static Stream<HardRows> mild() {
    return HardRows.mild();
  }

  static BalancerSetup setup(int tasks) {
    return BalancerSetup.of(StepHarness.names(tasks), 1, ScalarRule.adam(0.01, 0.9, 0.999, 1e-8));
  }

  /** The draws of a step, the same whenever they are asked for; of task {@code order[t]} in place t. */
  static StepLosses losses(HardRows rows, int step, int[] order) {
    int n = rows.tasks();
    RandomStream random = RandomStream.of(7, "draws", n, step);
    double[] normal = IntStream.range(0, n).mapToDouble(t -> random.nextGaussian()).toArray();
    double[] uniform = IntStream.range(0, HardRows.WIDTH).mapToDouble(i -> random.nextDouble()).toArray();
    int[][] orders = IntStream.range(0, n).mapToObj(t -> random.permutation(n)).toArray(int[][]::new);
    int[] place = new int[n];
    IntStream.range(0, n).forEach(t -> place[order[t]] = t);
    int[][] moved = Arrays.stream(order).mapToObj(t -> Arrays.stream(orders[t]).map(j -> place[j]).toArray()).toArray(int[][]::new);
    return new StepLosses(StepHarness.names(n), rows.losses(), step, new GivenDraws(Arrays.stream(order).mapToDouble(t -> normal[t]).toArray(), uniform, moved));
  }

  static StepLosses losses(HardRows rows, int step) {
    return losses(rows, step, IntStream.range(0, rows.tasks()).toArray());
  }

  /** Some steps on the same rows from a fresh start; what each gave. */
  static List<Outcome> run(Balancing balancing, HardRows rows, int[] order, int steps) {
    HardRows moved = rows.permuted(order);
    List<Outcome> outcomes = new ArrayList<>();
    try (StepHarness harness = new StepHarness(DataType.DOUBLE, StepHarness.names(rows.tasks()), 7, 5); Balancer balancer = balancing.create(setup(rows.tasks()))) {
      for (int step = 0; step < steps; step++) {
        StepLosses losses = losses(moved, step, order);
        outcomes.add(harness.step(balancer, losses, moved.rows(), moved.rows(), moved.rows()));
        if (balancer.needs().again()) {
          ((LossWeighting) balancer).after(losses);
        }
      }
    }
    return outcomes;
  }

  static List<Outcome> run(Balancing balancing, HardRows rows) {
    return run(balancing, rows, IntStream.range(0, rows.tasks()).toArray(), STEPS);
  }

  /** The first step. */
  static Outcome first(Balancing balancing, HardRows rows) {
    return run(balancing, rows, IntStream.range(0, rows.tasks()).toArray(), 1).get(0);
  }

  static void close(double[] found, double[] expected, double tolerance, String what) {
    assertThat(found).as(what).hasSameSizeAs(expected);
    double size = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).as("%s, number %s", what, i).isCloseTo(expected[i], within(Math.max(size * tolerance, Double.MIN_NORMAL)));
    }
  }

  @ParameterizedTest
  @MethodSource("hard")
  void everythingIsFinite(HardRows rows) {
    for (double[] values : List.of(rows.losses(), losses(rows.tasks(), 1e-12, 1e8), losses(rows.tasks(), 0, 1))) {
      for (Outcome outcome : run(method(), rows.with(values))) {
        assertThat(Arrays.stream(outcome.combined()).allMatch(Double::isFinite)).as("combined").isTrue();
        assertThat(Arrays.stream(outcome.weights()).allMatch(Double::isFinite)).as("weights").isTrue();
        assertThat(Arrays.stream(outcome.own()).allMatch(Double::isFinite)).as("factors of tasks' own parameters").isTrue();
        assertThat(outcome.weights()).hasSize(rows.tasks());
      }
    }
  }

  private static double[] losses(int tasks, double first, double others) {
    return IntStream.range(0, tasks).mapToDouble(t -> t == 0 ? first : others).toArray();
  }

  @Test
  void ofOneTaskTheGradientKeepsItsDirection() {
    HardRows rows = HardRows.all().filter(r -> r.tasks() == 1 && r.name().contains("plain")).findFirst().orElseThrow();
    for (Outcome outcome : run(method(), rows)) {
      double size = HardRows.norm(outcome.combined());
      assertThat(HardRows.dot(outcome.combined(), rows.rows()[0])).isCloseTo(size * HardRows.norm(rows.rows()[0]), within(1e-9 * Math.max(size, 1e-3)));
    }
  }

  /** Which inputs have one answer only; where there are several, which of them is given may depend on the order. */
  boolean hasOneAnswer(HardRows rows) {
    return true;
  }

  @ParameterizedTest
  @MethodSource("mild")
  void theOrderOfTasksDoesNotMatter(HardRows rows) {
    if (!hasOneAnswer(rows)) {
      return;
    }
    int[] order = RandomStream.of(3, "order").permutation(rows.tasks());
    List<Outcome> plain = run(method(), rows);
    List<Outcome> permuted = run(method(), rows, order, STEPS);
    for (int step = 0; step < STEPS; step++) {
      double size = Math.max(HardRows.norm(plain.get(step).combined()), 1e-4 * rows.size());
      for (int i = 0; i < HardRows.WIDTH; i++) {
        assertThat(permuted.get(step).combined()[i]).isCloseTo(plain.get(step).combined()[i], within(1e-6 * size));
      }
    }
  }

  @Test
  void resumedFromItsStateItGoesOnWithTheSameBits() {
    HardRows rows = HardRows.all().filter(r -> r.tasks() == 3 && r.name().contains("plain")).findFirst().orElseThrow();
    for (int stop = 0; stop < STEPS; stop++) {
      try (StepHarness harness = new StepHarness(DataType.FLOAT, StepHarness.names(3), 7, 5); Balancer whole = method().create(setup(3));
          Balancer resumed = method().create(setup(3))) {
        for (int step = 0; step < stop; step++) {
          step(harness, whole, rows, step);
        }
        TreeMap<String, INDArray> arrays = new TreeMap<>();
        whole.state().arrays().forEach((name, array) -> arrays.put(name, array.dup()));
        BalancerState written = new BalancerState(whole.state().method(), whole.state().numbers(), arrays);
        List<double[]> expected = new ArrayList<>();
        for (int step = stop; step < STEPS; step++) {
          expected.add(step(harness, whole, rows, step));
        }
        resumed.restore(written);
        for (int step = stop; step < STEPS; step++) {
          assertThat(step(harness, resumed, rows, step)).as("stopped before step %s, step %s", stop, step).isEqualTo(expected.get(step - stop));
        }
        assertThat(resumed.state()).isEqualTo(whole.state());
      }
    }
  }

  private static double[] step(StepHarness harness, Balancer balancer, HardRows rows, int step) {
    StepLosses losses = losses(rows, step);
    double[] combined = harness.step(balancer, losses, rows.rows(), rows.rows(), rows.rows()).combined();
    if (balancer.needs().again()) {
      ((LossWeighting) balancer).after(losses(rows.with(HardRows.times(rows.losses(), 0.9)), step));
    }
    return combined;
  }

  @Test
  void anAbsentTaskKeepsWhatIsRememberedOfIt() {
    if (method().needs().gradients() == Needs.Gradients.LOOK_AHEAD) {
      return; // these say that they need every task, see LookAheadWeightingTest
    }
    HardRows rows = HardRows.all().filter(r -> r.tasks() == 3 && r.name().contains("plain")).findFirst().orElseThrow();
    try (StepHarness harness = new StepHarness(DataType.DOUBLE, StepHarness.names(3), 7, 5); Balancer balancer = method().create(setup(3))) {
      step(harness, balancer, rows, 0);
      HardRows two = rows.permuted(new int[] {0, 2});
      StepLosses losses = new StepLosses(List.of("t0", "t2"), two.losses(), 1, Draws.of(RandomStream.of(1, "absent")));
      Outcome outcome = harness.step(balancer, losses, two.rows(), two.rows(), two.rows());
      assertThat(outcome.weights()).hasSize(2);
      assertThat(outcome.own()).hasSize(2);
      if (balancer.needs().again()) {
        ((LossWeighting) balancer).after(losses);
      }
      step(harness, balancer, rows, 2);
    }
  }

  @Test
  void theStateOfAnotherMethodIsRefused() {
    BalancerState other = new BalancerState("ANOTHER", Map.of("x", new double[] {1}), Map.of());
    try (Balancer balancer = method().create(setup(2))) {
      assertThatThrownBy(() -> balancer.restore(other)).isInstanceOf(InvalidInputException.class).hasMessageContaining("ANOTHER").hasMessageContaining("resume with");
    }
  }

  @Test
  void whatItNeedsIsToldBeforeItIsMade() {
    try (Balancer balancer = method().create(setup(2))) {
      assertThat(balancer.needs()).isEqualTo(method().needs());
      assertThat(method().needs().refusal(method().needs().stepping())).isEmpty();
    }
  }
}
