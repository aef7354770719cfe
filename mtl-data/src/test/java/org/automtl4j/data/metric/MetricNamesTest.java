package org.automtl4j.data.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MetricNamesTest {
  private static final List<MetricValue> FIGURES = List.of(new MetricValue("miou", 0.25, true), new MetricValue("pixel_accuracy", 0.5, true));

  /** Three of four pixels are class 0: who answers 0 everywhere is ahead by the published figure of who finds all classes but for one pixel. */
  @Test
  void theConstantAnswerIsNoLongerAheadOfAModelThatLooks() {
    INDArray label = Nd4j.createFromArray(0.0, 0, 0, 0, 0, 0, 0, 1, 2).reshape(1, 1, 3, 3);
    Map<String, Double> constant = measured(label, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    Map<String, Double> model = measured(label, 0, 0, 0, 0, 0, 1, 2, 1, 2);
    assertThat(constant.get("miou_hit")).isGreaterThan(model.get("miou_hit"));
    assertThat(constant.get("miou")).isLessThan(model.get("miou"));
  }

  private static Map<String, Double> measured(INDArray label, int... classes) {
    TaskMetric metric = TaskMetrics.of(Task.segmentation("seg", 3), MetricOptions.DEFAULT.withHitClasses());
    INDArray prediction = Nd4j.zeros(1, 3, 3, 3);
    for (int i = 0; i < classes.length; i++) {
      prediction.putScalar(new int[] {0, classes[i], i / 3, i % 3}, 1);
    }
    metric.add(prediction, label, Optional.empty());
    Map<String, Double> values = new LinkedHashMap<>();
    metric.values().forEach(v -> values.put(v.name(), v.value()));
    return values;
  }

  @Test
  void thePublishedMeanIsMeasuredOnRequestOnlyAndNeverFirst() {
    assertThat(TaskMetrics.of(Task.segmentation("seg", 3)).values()).extracting(MetricValue::name).containsExactly("miou", "pixel_accuracy");
    assertThat(TaskMetrics.of(Task.segmentation("seg", 2), new MetricOptions(false, List.of(1.0, 2.0), true)).values()).extracting(MetricValue::name)
        .containsExactly("miou", "miou_hit", "pixel_accuracy", "error");
    assertThat(MetricOptions.DEFAULT.withClassWeights(List.of(1.0)).withHitClasses()).isEqualTo(new MetricOptions(false, List.of(1.0), true));
  }

  @Test
  void theFormerNameOfTheMeanOverClassesThatOccurIsUnderstood() {
    assertThat(MetricNames.find(FIGURES, "miou_present")).contains(FIGURES.get(0));
    assertThat(MetricNames.find(FIGURES, "miou_hit")).isEmpty();
    assertThat(RelativePerformance.ofTask(FIGURES, Map.of("miou_present", 0.5))).isCloseTo(-0.5, within(1e-12));
    List<MetricValue> own = List.of(new MetricValue("miou_present", 0.5, true), new MetricValue("pixel_accuracy", 0.5, true));
    assertThat(RelativePerformance.ofTask(FIGURES, own, RelativePerformance.deltaMetrics(TaskKind.SEGMENTATION))).isCloseTo(-0.25, within(1e-12));
  }

  @Test
  void thePublishedReferencesAreComparedWithThePublishedMean() {
    Map<String, Double> reference = PublishedReferences.CITYSCAPES.byTask().get("segment_semantic");
    assertThat(reference).containsOnlyKeys("miou_hit", "pixel_accuracy");
    assertThatThrownBy(() -> RelativePerformance.ofTask(FIGURES, reference)).hasMessageContaining("no metric 'miou_hit'").hasMessageContaining("HIT_CLASSES");
  }

  @Test
  void figuresOfTheFirstFormatGetTheirNamesOfNow() {
    List<MetricValue> before =
        List.of(new MetricValue("miou", 0.5, true), new MetricValue("miou_present", 0.25, true), new MetricValue("pixel_accuracy", 0.75, true));
    assertThat(MetricNames.ofVersion1(before)).containsExactly(
        new MetricValue("miou", 0.25, true), new MetricValue("miou_hit", 0.5, true), new MetricValue("pixel_accuracy", 0.75, true));
    assertThat(MetricNames.ofVersion1(Map.of("miou", 0.5))).containsExactly(Map.entry("miou_hit", 0.5));
    assertThat(MetricNames.ofVersion1(Map.of("miou_present", 0.5))).containsExactly(Map.entry("miou", 0.5));
    assertThat(MetricNames.ofVersion1(Map.of("rmse", 0.5))).containsExactly(Map.entry("rmse", 0.5));
  }
}
