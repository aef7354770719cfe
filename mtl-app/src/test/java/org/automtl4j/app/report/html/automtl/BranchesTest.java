package org.automtl4j.app.report.html.automtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.automtl4j.app.report.html.Palette;
import org.automtl4j.graph.automtl.Branch;
import org.junit.jupiter.api.Test;

class BranchesTest {
  @Test
  void theMoreCertainTheDarker() {
    assertThat(BranchColours.of(Branch.SHARED, 1)).isEqualTo(BranchColours.of(Branch.SHARED));
    assertThat(BranchColours.of(Branch.SHARED, 1.0 / 3)).isEqualTo(BranchColours.of(Branch.SHARED, 0)).isNotEqualTo(BranchColours.of(Branch.SHARED, 0.6));
    assertThat(Palette.isDark(BranchColours.of(Branch.SHARED))).isTrue();
    assertThat(Palette.isDark("#ffffff")).isFalse();
  }

  @Test
  void aBranchThatDoesNotExistHasProbability0() {
    assertThat(PolicyTable.of(Map.of("depth", Map.of("0:a", List.of(0.2, 0.8)))).at("depth", "0:a")).contains(List.of(0.2, 0.8, 0.0));
  }

  @Test
  void agreementCountsWhatMostRunsTook() {
    PolicyTable table = new PolicyTable(Map.of("depth", Map.of("0:a", List.of(0.2, 0.5, 0.3))));
    Branches branches = Branches.likeliest(table);
    assertThat(branches.decided()).isFalse();
    assertThat(branches.at("depth", "0:a").branch()).isEqualTo(Branch.SPECIFIC);
    assertThat(branches.copies("0:a")).isEqualTo(1);
    assertThat(branches.count("depth", Branch.SPECIFIC)).isEqualTo(1);
  }
}
