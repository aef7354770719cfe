package org.automtl4j.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.metric.MetricValue;
import org.junit.jupiter.api.Test;

class PairedDeltaTest {
  private static final int PARTS = 10;
  private static final List<Task> TASKS = List.of(Task.depth("depth"));

  /** Figures of a model whose error on each part is given: the mean over parts, and over all but one. */
  private static PartedEvaluation model(double... errors) {
    double sum = Arrays.stream(errors).sum();
    return new PartedEvaluation(new Evaluation(Split.VAL, figures(sum / errors.length)),
        Arrays.stream(errors).mapToObj(error -> figures((sum - error) / (errors.length - 1))).toList());
  }

  private static Map<String, List<MetricValue>> figures(double error) {
    return Map.of("depth", List.of(new MetricValue("abs_error", error, false)));
  }

  private static PairedDelta delta(PartedEvaluation model, PartedEvaluation reference) {
    return PairedDelta.of(TASKS, model, reference, kind -> List.of("abs_error"));
  }

  @Test
  void whatBothFindHardMakesNoError() {
    double[] hard = IntStream.range(0, PARTS).mapToDouble(part -> 1 + part).toArray();
    PairedDelta better = delta(model(Arrays.stream(hard).map(error -> 0.9 * error).toArray()), model(hard));
    assertThat(better.gain()).isCloseTo(0.1, within(1e-12));
    assertThat(better.standardError()).isCloseTo(0, within(1e-12));
    assertThat(better.byTask()).containsOnlyKeys("depth");
    assertThat(better.errorsByTask().get("depth")).isEqualTo(better.standardError());
  }

  @Test
  void theErrorIsWhatTheGainsOfOtherImagesDifferBy() {
    RandomStream random = RandomStream.of(1, "paired");
    int rounds = 400;
    double squaresOfGains = 0;
    double squaresOfErrors = 0;
    for (int round = 0; round < rounds; round++) {
      double[] reference = IntStream.range(0, PARTS).mapToDouble(part -> 10 + 3 * random.nextGaussian()).toArray();
      PairedDelta delta = delta(model(Arrays.stream(reference).map(error -> error + 0.2 * random.nextGaussian()).toArray()), model(reference));
      squaresOfGains += delta.gain() * delta.gain();
      squaresOfErrors += delta.standardError() * delta.standardError();
    }
    assertThat(Math.sqrt(squaresOfErrors / squaresOfGains)).isCloseTo(1, within(0.15));
  }

  @Test
  void figuresThatTellNothingCountAsNoChange() {
    PartedEvaluation reference = model(0, 0, 0);
    assertThat(delta(model(1, 2, 3), reference).gain()).isZero();
    assertThat(delta(model(Double.NaN, 1, 1), model(1, 1, 1)).gain()).isEqualTo(-1);
    assertThat(delta(model(1), model(2)).standardError()).isInfinite();
    assertThatThrownBy(() -> delta(model(1, 2), model(1, 2, 3))).hasMessageContaining("2 parts").hasMessageContaining("3");
  }
}
