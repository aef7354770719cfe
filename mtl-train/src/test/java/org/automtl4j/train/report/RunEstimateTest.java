package org.automtl4j.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.train.config.RunConfig;
import org.junit.jupiter.api.Test;

class RunEstimateTest {
  private static final Backbone BACKBONE = Backbone.named("demo");

  private static RunEstimate estimate(String... assignments) {
    return RunEstimate.of(RunConfig.resolve("demo", List.of(assignments)), BACKBONE, 48, 48);
  }

  @Test
  void theWorkIsThatOfAllSteps() {
    // One iteration: 3 tasks, 16 images, forward and backward, the backbone and a head of 48*(48+outputs) weights at 12x12 places.
    double iteration = 3 * 16 * (3.0 * BACKBONE.multiplyAdds(48, 48) + 12 * 12 * 48.0 * (3 * 48 + 7 + 1 + 3));
    assertThat(estimate("stages=[PRE]").multiplyAdds()).isCloseTo(300 * iteration, within(1.0));
    assertThat(estimate().multiplyAdds()).isCloseTo((300 + 400 + 3 * 100 + 3 * 500) * iteration, within(1e6));
    assertThat(estimate("sampling.candidates=1", "baselines=[]").multiplyAdds()).isCloseTo((300 + 400 + 500) * iteration, within(1e6));
  }

  @Test
  void moreThreadsNeedLessTimeAndLargerBatchesMoreMemory() {
    assertThat(estimate().seconds(2)).isCloseTo(estimate().seconds(1) / 2, within(1e-9));
    assertThat(estimate("batch=32").bytes()).isGreaterThan(estimate().bytes());
    assertThat(estimate("tasks.normal.head={type: aspp, width: 1024}").bytes()).isGreaterThan(estimate().bytes() + 16 * 4 * 1024 * 1024);
  }

  @Test
  void itIsOneLineInTheUnitsThatFit() {
    assertThat(new RunEstimate(1e10, 3.0 * (1L << 30)).describe(1)).isEqualTo("estimate: about 2 seconds with 1 thread, about 3.0 GiB of memory");
    assertThat(new RunEstimate(6e12, 0).describe(2)).startsWith("estimate: about 5 minutes with 2 threads");
    assertThat(new RunEstimate(3.6e15, 0).describe(4)).startsWith("estimate: about 25.0 hours");
  }

  @Test
  void imagesThatDoNotFitTheBackboneAreRefused() {
    Backbone narrow = Backbone.builder("narrow").input(3).convolution(4, 9, c -> c.pad(0)).build();
    assertThatThrownBy(() -> RunEstimate.of(RunConfig.resolve("demo", List.of()), narrow, 8, 8)).isInstanceOf(InvalidInputException.class);
  }
}
