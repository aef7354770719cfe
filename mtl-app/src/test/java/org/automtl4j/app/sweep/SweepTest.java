package org.automtl4j.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.automtl.config.AutoMtlSettings;
import org.junit.jupiter.api.Test;

class SweepTest {
  private final RunConfig demo = RunConfig.resolve("demo", List.of());

  @Test
  void aGridHasEveryCombinationWithEverySeed() {
    Sweep sweep = Sweep.builder(demo).seeds(1, 2).vary("policySearch.lambda", 0.01, 0.02).vary("batch", 4, 8, 16).build();
    List<SweepPart> parts = sweep.parts();
    assertThat(parts).hasSize(12);
    assertThat(parts.stream().map(SweepPart::name)).doesNotHaveDuplicates().contains("lambda=0.02-batch=8-seed-2");
    SweepPart part = parts.stream().filter(p -> p.name().equals("lambda=0.02-batch=8-seed-2")).findFirst().orElseThrow();
    assertThat(part.config().seed()).isEqualTo(2);
    assertThat(part.config().batch()).isEqualTo(8);
    assertThat(settings(part.config()).policySearch().lambda()).isEqualTo(0.02);
    assertThat(part.point()).isEqualTo("policySearch.lambda=0.02, batch=8");
  }

  @Test
  void drawnPointsAreDifferentAndTheSameEachTime() {
    Sweep grid = Sweep.builder(demo).vary("policySearch.lambda", 0.01, 0.02, 0.03).vary("batch", 4, 8, 16).random(5).build();
    assertThat(grid.parts()).hasSize(5).extracting(SweepPart::point).doesNotHaveDuplicates();
    assertThat(grid.parts()).isEqualTo(grid.parts());
    Sweep range = Sweep.builder(demo).vary(SweepAxis.parse("policySearch.lambda=1e-5..1e-1:log")).random(40).build();
    List<Double> lambdas = range.parts().stream().map(p -> settings(p.config()).policySearch().lambda()).toList();
    assertThat(lambdas).allMatch(l -> l >= 1e-5 && l <= 1e-1);
    // Of logarithmic draws half lie below the geometric mean; of even ones a hundredth would.
    assertThat(lambdas.stream().filter(l -> l < 1e-3).count()).isBetween(8L, 32L);
  }

  @Test
  void halvingShortensAllStagesAndLeavesTheComparedModelsOut() {
    Sweep sweep = Sweep.builder(demo).vary("batch", 4, 8, 16).halving(new Halving(3, 2)).build();
    SweepPart first = sweep.parts().get(0);
    assertThat(first.share()).isEqualTo(0.25);
    assertThat(settings(first.config()).preTraining().iterations()).isEqualTo(Math.round(settings(demo).preTraining().iterations() / 4.0));
    assertThat(settings(first.config()).postTraining().iterations()).isEqualTo(Math.round(settings(demo).postTraining().iterations() / 4.0));
    assertThat(first.config().baselines()).isEmpty();
    assertThat(new Halving(3, 3).kept(10)).isEqualTo(4);
    assertThat(new Halving(2, 4).kept(3)).isEqualTo(1);
  }

  @Test
  void valuesMayHoldCommasWithinBracketsAndQuotes() {
    assertThat(SweepAxis.parse("stages=[PRE, POST],[POST]").values()).containsExactly("[PRE, POST]", "[POST]");
    assertThat(SweepAxis.parse("a='x,y',z").values()).containsExactly("'x,y'", "z");
    assertThat(SweepAxis.parse("data.root=..").values()).containsExactly("..");
  }

  @Test
  void whatCannotWorkIsRefusedBeforeAnythingRuns() {
    refused("range", () -> Sweep.builder(demo).vary(SweepAxis.parse("policySearch.lambda=1..2")).build(), "found a range");
    refused("lists", () -> SweepAxis.parse("seed=1,2"), "seeds have a list");
    refused("same", () -> SweepAxis.parse("batch=4,4"), "different");
    refused("nothing", () -> SweepAxis.parse("batch="), "KEY=VALUE");
    refused("empty", () -> SweepAxis.parse("batch=4,,5"), "between the commas");
    refused("order", () -> SweepAxis.parse("batch=5..4"), "larger");
    refused("too many", () -> Sweep.builder(demo).vary("batch", 4, 8).random(3).build().parts(), "up to the 2");
    refused("twice", () -> Sweep.builder(demo).vary("batch", 4, 8).vary("batch", 2).build(), "twice");
    refused("unknown", () -> Sweep.builder(demo).vary("bach", 4).build().parts(), "bach");
    refused("value", () -> Sweep.builder(demo).vary("batch", 4, -1).build().parts(), "batch");
    refused("rungs", () -> new Halving(1, 2), "at least 2");
  }

  private static void refused(String what, Runnable sweep, String... words) {
    assertThatThrownBy(sweep::run).as(what).isInstanceOf(InvalidInputException.class).hasMessageContainingAll(words);
  }

  private static AutoMtlSettings settings(RunConfig config) {
    return config.method().as(AutoMtlSettings.class).orElseThrow();
  }
}
