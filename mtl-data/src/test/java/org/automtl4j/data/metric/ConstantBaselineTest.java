package org.automtl4j.data.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.junit.jupiter.api.Test;

class ConstantBaselineTest {
  private static final SyntheticScenes SCENES = SyntheticScenes.builder().size(24, 24).counts(60, 5, 20).seed(2).build();

  @Test
  void theConstantsAreTheMostFrequentClassTheMedianAndTheMeanDirection() {
    ConstantBaseline baseline = ConstantBaseline.of(SCENES, Split.TRAIN);
    assertThat(baseline.answer("segment_semantic")).containsExactly(0, 1, 0, 0, 0, 0, 0); // walls
    float median = baseline.answer("depth_zbuffer")[0];
    int nearer = 0;
    int farther = 0;
    for (int i = 0; i < 60; i++) {
      for (float depth : SCENES.sample(Split.TRAIN, i, 0).label("depth_zbuffer").values()) {
        nearer += depth < median ? 1 : 0;
        farther += depth > median ? 1 : 0;
      }
    }
    assertThat(nearer).isCloseTo(farther, within(1));
    float[] direction = baseline.answer("normal");
    assertThat(direction[0] * direction[0] + direction[1] * direction[1] + direction[2] * direction[2]).isCloseTo(1, within(1e-6f));
    assertThat(direction[2]).isLessThan(-0.4f); // towards the camera
    assertThatThrownBy(() -> baseline.answer("smell")).hasMessageContaining("smell");
  }

  @Test
  void theirFiguresAreThoseOfAModelThatDoesNotLook() {
    Map<String, List<MetricValue>> figures = ConstantBaseline.of(SCENES, Split.TRAIN).evaluate(SCENES, Split.TEST, MetricOptions.DEFAULT.withHitClasses());
    assertThat(figures.keySet()).containsExactlyElementsOf(SCENES.tasks().stream().map(t -> t.name()).toList());
    Map<String, Double> segmentation = byName(figures.get("segment_semantic"));
    assertThat(segmentation.get("miou")).isCloseTo(segmentation.get("pixel_accuracy") / 7, within(1e-9)); // only walls are ever hit
    assertThat(segmentation.get("miou_hit")).isCloseTo(segmentation.get("pixel_accuracy"), within(1e-9));
    assertThat(byName(figures.get("depth_zbuffer")).get("abs_error")).isBetween(0.8, 1.8);
    assertThat(byName(figures.get("normal")).get("angle_mean")).isBetween(30.0, 80.0);
  }

  private static Map<String, Double> byName(List<MetricValue> values) {
    return values.stream().collect(Collectors.toMap(MetricValue::name, MetricValue::value));
  }
}
