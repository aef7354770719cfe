package org.automtl4j.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeedSummaryTest {

  private static RunResult result(long seed, double delta, double error) {
    return new RunResult("demo", seed, Map.of("search", Map.of("depth/near", Map.of("abs_error", error))), Map.of("search", delta),
        Map.of("search", 50L, "single", 100L), Map.of("search", 60L, "single", 120L), Map.of("search", 90L, "single", 100L), Map.of(), Map.of());
  }

  private final SeedSummary summary = SeedSummary.of(List.of(result(1, 0.01, 0.4), result(2, -0.03, 0.5), result(5, 0.05, 0.6)));

  @Test
  void theTableShowsEachSeedAndMeanAndDeviation() {
    assertThat(summary.table().lines().map(line -> line.strip().replaceAll("\\s+", " ")))
        .containsExactly("search", "Delta seed 1 +1.0 %", "Delta seed 2 -3.0 %", "Delta seed 5 +5.0 %", "Delta mean +1.0 ± 4.0 %",
            "backbone parameters mean 50 ± 0 %", "parameters mean 50 ± 0 %", "multiply-adds mean 90 ± 0 %", "depth/near abs_error 0.5000 ± 0.1000");
  }

  @Test
  void theFileHasTheSameFigures() throws Exception {
    JsonNode json = new ObjectMapper().readTree(summary.toJson());
    assertThat(json.get("seeds")).extracting(JsonNode::asLong).containsExactly(1L, 2L, 5L);
    JsonNode search = json.at("/models/search");
    assertThat(search.at("/delta/mean").doubleValue()).isCloseTo(0.01, within(1e-12));
    assertThat(search.at("/delta/deviation").doubleValue()).isCloseTo(0.04, within(1e-12));
    assertThat(search.at("/backbone_share/mean").doubleValue()).isCloseTo(0.5, within(1e-12));
    assertThat(search.at("/macs_share/mean").doubleValue()).isCloseTo(0.9, within(1e-12));
    assertThat(search.at("/metrics/depth~1near/abs_error/deviation").doubleValue()).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void oneSeedHasNoSpreadAndNoSeedNoSummary() {
    assertThat(Spread.of(List.of(2.0))).isEqualTo(new Spread(2, 0, 1));
    assertThatThrownBy(() -> SeedSummary.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
