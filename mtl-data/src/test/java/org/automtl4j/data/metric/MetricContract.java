package org.automtl4j.data.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The laws of {@link TaskMetric}. A subclass says what its predictions and labels look like. */
abstract class MetricContract {

  abstract TaskMetric create();

  /** @return [4, ...], not perfect */
  abstract INDArray prediction();

  /** @return [4, ...], all valid */
  abstract INDArray label();

  /** @return a prediction that is right everywhere */
  abstract INDArray perfect();

  abstract double unknown();

  private static void add(TaskMetric metric, INDArray prediction, INDArray label) {
    metric.add(prediction, label, Optional.empty());
  }

  @Test
  void namesStayAndFiguresAreUndefinedBeforeAnythingIsKnown() {
    TaskMetric metric = create();
    List<String> names = names(metric);
    assertThat(metric.values()).isNotEmpty().allSatisfy(v -> assertThat(v.value()).isNaN());
    add(metric, prediction(), label());
    assertThat(names(metric)).isEqualTo(names).doesNotHaveDuplicates();
    assertThat(metric.values()).allSatisfy(v -> assertThat(v.value()).isFinite());
  }

  private static List<String> names(TaskMetric metric) {
    return metric.values().stream().map(MetricValue::name).toList();
  }

  @Test
  void resetForgetsEverything() {
    TaskMetric used = create();
    add(used, perfect(), label());
    used.reset();
    add(used, prediction(), label());
    TaskMetric fresh = create();
    add(fresh, prediction(), label());
    assertThat(used.values()).isEqualTo(fresh.values());
  }

  @Test
  void aPerfectPredictionIsBetterInEveryFigure() {
    TaskMetric perfect = create();
    add(perfect, perfect(), label());
    TaskMetric other = create();
    add(other, prediction(), label());
    for (int i = 0; i < other.values().size(); i++) {
      double change = perfect.values().get(i).value() - other.values().get(i).value();
      assertThat(other.values().get(i).higherIsBetter() ? change : -change).as(other.values().get(i).name()).isPositive();
    }
  }

  @Test
  void equalBatchesGiveTheFiguresOfOneBatch() {
    TaskMetric whole = create();
    add(whole, prediction(), label());
    TaskMetric parts = create();
    for (int i = 3; i >= 0; i--) {
      add(parts, part(prediction(), i), part(label(), i));
    }
    for (int i = 0; i < whole.values().size(); i++) {
      assertThat(parts.values().get(i).value()).isCloseTo(whole.values().get(i).value(), within(1e-9));
    }
  }

  @Test
  void unknownLabelsAndMaskedPositionsDoNotCount() {
    TaskMetric known = create();
    add(known, part(prediction(), 0), part(label(), 0));
    INDArray marked = label().dup();
    for (int i = 1; i < 4; i++) {
      marked.slice(i).assign(unknown());
    }
    TaskMetric ignored = create();
    add(ignored, prediction(), marked);
    assertClose(ignored, known);
    INDArray mask = Nd4j.zeros(DataType.FLOAT, label().rank() == 4 ? new long[] {4, 1, label().size(2), label().size(3)} : new long[] {4, 1});
    mask.slice(0).assign(1);
    TaskMetric masked = create();
    masked.add(prediction(), label(), Optional.of(mask));
    assertClose(masked, known);
  }

  private static void assertClose(TaskMetric a, TaskMetric b) {
    for (int i = 0; i < a.values().size(); i++) {
      assertThat(a.values().get(i).value()).as(a.values().get(i).name()).isCloseTo(b.values().get(i).value(), within(1e-9));
    }
  }

  static INDArray part(INDArray batch, int sample) {
    long[] shape = batch.shape().clone();
    shape[0] = 1;
    return batch.slice(sample).dup().reshape(shape);
  }
}
