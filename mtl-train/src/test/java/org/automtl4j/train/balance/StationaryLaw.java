package org.automtl4j.train.balance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** g = 0 only if some w &gt; 0 has J' w = 0: training does not come to rest where one task alone has nothing to gain. */
interface StationaryLaw {
  Balancing method();

  @ParameterizedTest
  @MethodSource("org.automtl4j.train.balance.HardRows#all")
  default void itRestsAtStronglyStationaryPointsOnly(HardRows rows) {
    boolean stationary = rows.name().contains("strongly") || rows.name().endsWith(", zero") || rows.name().contains("both ways") && rows.tasks() > 1
        || rows.tasks() == 1 && rows.name().contains("one zero") || rows.tasks() == 1 && rows.name().contains("dependent") || rows.tasks() == 2 && rows.name().contains("weakly");
    if (!stationary) {
      assertThat(HardRows.norm(BalancingContract.first(method(), rows).combined())).isGreaterThan(1e-6 * HardRows.norm(rows.rows()[0]));
    }
  }
}
