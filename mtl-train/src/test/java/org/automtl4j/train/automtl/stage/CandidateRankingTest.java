package org.automtl4j.train.automtl.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.evaluate.Evaluation;
import org.junit.jupiter.api.Test;

class CandidateRankingTest {
  private static final List<Task> TASKS = List.of(Task.segmentation("floor", 3), Task.depth("depth"));

  private static Evaluation candidate(double miou, double pixels, double absolute, double relative) {
    return new Evaluation(Split.VAL, Map.of(
        "floor", List.of(new MetricValue("miou", miou, true), new MetricValue("pixel_accuracy", pixels, true)),
        "depth", List.of(new MetricValue("abs_error", absolute, false), new MetricValue("rel_error", relative, false))));
  }

  private static double[] deltas(Evaluation... candidates) {
    return CandidateRanking.deltas(TASKS, List.of(candidates), Compat.OFF::deltaMetrics);
  }

  @Test
  void aCandidateIsComparedWithTheMeanOfAll() {
    double[] deltas = deltas(candidate(.2, .4, 1, .5), candidate(.4, .4, 3, .5));
    assertThat(deltas[0]).isCloseTo(((-1.0 / 3 + 0) / 2 + (.5 + 0) / 2) / 2, within(1e-12));
    assertThat(deltas[1]).isCloseTo(-deltas[0], within(1e-12));
    assertThat(CandidateRanking.best(deltas)).isZero();
  }

  @Test
  void aFigureThatIsZeroForAllTellsNothingAndTheOthersDecide() {
    double[] deltas = deltas(candidate(0, .4, 2, .5), candidate(0, .4, 1, .5));
    assertThat(deltas).containsExactly(new double[] {-1.0 / 12, 1.0 / 12}, within(1e-12));
    assertThat(CandidateRanking.best(deltas)).isEqualTo(1);
    assertThat(deltas(candidate(0, 0, 0, 0), candidate(0, 0, 0, 0))).containsExactly(0, 0);
  }

  @Test
  void aCandidateWithoutAFigureThatOthersHaveIsLast() {
    double[] deltas = deltas(candidate(.2, .4, Double.NaN, Double.POSITIVE_INFINITY), candidate(.2, .4, 2, .5), candidate(.2, .4, 2.5, .5));
    assertThat(deltas[0]).isCloseTo(-.5, within(1e-12));
    assertThat(CandidateRanking.best(deltas)).isEqualTo(1);
    assertThat(deltas(candidate(.2, .4, Double.NaN, .5), candidate(.2, .4, Double.NaN, .5))).containsExactly(0, 0);
  }
}
