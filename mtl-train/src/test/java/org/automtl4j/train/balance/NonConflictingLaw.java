package org.automtl4j.train.balance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** J g &gt;= 0: no task is made worse. */
interface NonConflictingLaw {
  Balancing method();

  /** Of a method that promises J g + ridge diag(G) w &gt;= 0 only. */
  default double ridge() {
    return 0;
  }

  /** Which inputs the law holds for. */
  default boolean holdsFor(HardRows rows) {
    return true;
  }

  @ParameterizedTest
  @MethodSource("org.automtl4j.train.balance.HardRows#all")
  default void noTaskIsOpposedToTheCombinedGradient(HardRows rows) {
    if (!holdsFor(rows)) {
      return;
    }
    double[] g = BalancingContract.first(method(), rows).combined();
    double[] w = BalancingContract.first(method(), rows).weights();
    for (int t = 0; t < w.length; t++) {
      double norm = HardRows.norm(rows.rows()[t]);
      // What is left of parts that cancel is rounding.
      double allowed = ridge() * Math.abs(w[t]) * norm * norm + norm * (1e-7 * HardRows.norm(g) + 1e-9 * rows.parts(w));
      assertThat(HardRows.dot(rows.rows()[t], g)).isGreaterThanOrEqualTo(-allowed);
    }
  }
}
