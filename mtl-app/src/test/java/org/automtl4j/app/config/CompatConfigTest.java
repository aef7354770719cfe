package org.automtl4j.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.metric.PublishedReferences;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.automtl.compat.PolicyRate;
import org.automtl4j.train.automtl.compat.ResumeRule;
import org.junit.jupiter.api.Test;

class CompatConfigTest {
  private static Compat compat(String... assignments) {
    return RunConfig.resolve("demo", List.of(assignments)).compat().toCompat();
  }

  @Test
  void everythingIsOffUnlessAskedFor() {
    assertThat(compat()).isEqualTo(Compat.OFF);
  }

  @Test
  void oneWordTurnsEverythingOnAndSingleKeysMayDiffer() {
    assertThat(compat("compat=AUTOMTL")).isEqualTo(Compat.AUTOMTL);
    assertThat(compat("compat=automtl", "compat.resume=EXACT").resume()).isEqualTo(ResumeRule.EXACT);
    assertThat(compat("compat=automtl", "compat.resume=EXACT").idleParameters()).isEqualTo(Compat.AUTOMTL.idleParameters());
    RunConfig config = RunConfig.resolve("demo", List.of("compat=AUTOMTL", "compat.references=CITYSCAPES", "tasks=[{name: depth_zbuffer, kind: DEPTH}]"));
    assertThat(RunConfig.parse(config.toYaml(), "written", List.of())).isEqualTo(config);
    assertThat(config.compat().references()).contains(PublishedReferences.CITYSCAPES);
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> compat("compat=AUTOMLT")).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("compat: found 'AUTOMLT', allowed: AUTOMTL, or a section with the keys loaderExhaustion");
    assertThatThrownBy(() -> compat("compat.taskIterations=[2, 3]")).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("compat.taskIterations").hasMessageContaining("as many numbers as there are tasks (3)");
    assertThatThrownBy(() -> compat("compat.taskIterations=[0, 0, 0]")).isInstanceOf(InvalidInputException.class).hasMessageContaining("not all of them 0");
    assertThatThrownBy(() -> compat("compat.references=CITYSCAPES")).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("compat.references").hasMessageContaining("depth_zbuffer, segment_semantic");
  }

  @Test
  void blocksOfIterationsBelongToOneTaskEach() {
    Compat blocks = Compat.builder().taskIterations(2, 0, 3).build();
    List<List<Integer>> turns = IntStream.range(0, 7)
        .mapToObj(i -> IntStream.range(0, 3).filter(t -> blocks.hasTurn(i, t)).boxed().toList()).toList();
    assertThat(turns).containsExactly(List.of(0), List.of(0), List.of(2), List.of(2), List.of(2), List.of(0), List.of(0));
    assertThat(blocks.withoutTaskIterations().hasTurn(0, 2)).isTrue();
  }

  @Test
  void thePoliciesRateDropsAtItsIteration() {
    assertThat(PolicyRate.DROP.schedule(0.01).valueAt(9_999, 0)).isEqualTo(0.01);
    assertThat(PolicyRate.DROP.schedule(0.01).valueAt(10_000, 0)).isEqualTo(1e-3);
    assertThat(PolicyRate.CONSTANT.schedule(0.01).valueAt(20_000, 0)).isEqualTo(0.01);
  }

  @Test
  void unknownPixelsAreWrongOnlyWhereTheirLabelIsMinusOne() {
    Task city = Task.segmentation("a", 3).withIgnore(IgnoreRule.values(-1.0));
    Task nyu = Task.segmentation("a", 3).withIgnore(IgnoreRule.values(255.0));
    assertThat(Compat.AUTOMTL.metricOptions(city).unknownPixelsAreWrong()).isTrue();
    assertThat(Compat.AUTOMTL.metricOptions(nyu).unknownPixelsAreWrong()).isFalse();
    assertThat(Compat.OFF.metricOptions(city).unknownPixelsAreWrong()).isFalse();
  }
}
