package org.automtl4j.train.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** f(c J) = c f(J) for c &gt; 0, or another power of c. */
interface HomogeneousLaw {
  Balancing method();

  /** The power of c; 1: linear. */
  default double power() {
    return 1;
  }

  /** Where it has one answer only, and that does not jump: the law says nothing of other inputs. */
  default boolean isWellPosed(HardRows rows) {
    return true;
  }

  @ParameterizedTest
  @MethodSource("org.automtl4j.train.balance.HardRows#mild")
  default void allGradientsTimesANumber(HardRows rows) {
    if (!isWellPosed(rows)) {
      return;
    }
    StepHarness.Outcome outcome = BalancingContract.first(method(), rows);
    double[] plain = outcome.combined();
    double allowed = 1e-6 * HardRows.norm(plain) + 1e-9 * rows.parts(outcome.weights()) + 1e-12 * rows.size();
    for (double c : new double[] {1e-8, 1e-3, 0.5, 2, 1e4, 1e8}) {
      double[] scaled = BalancingContract.first(method(), rows.scaled(c)).combined();
      for (int i = 0; i < plain.length; i++) {
        assertThat(scaled[i] / Math.pow(c, power())).as("c = %s, number %s", c, i).isCloseTo(plain[i], within(allowed));
      }
    }
  }
}
