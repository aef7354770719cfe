package org.automtl4j.train.method.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.metric.MetricOptions;
import org.automtl4j.train.checkpoint.TrainingSettings;
import org.automtl4j.train.evaluate.Validation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeanIouWordsTest {
  private static final List<Task> BOTH = List.of(Task.segmentation("seg", 3), Task.depth("depth"));
  private static final List<Task> ALONE = BOTH.subList(0, 1);

  private static Validation by(String words) {
    return new Validation(2, Optional.of(words), 3, true);
  }

  /** As a checkpoint of format 1 names it. */
  private static Optional<String> before(String words) {
    return found("Validation[every=2, metric=Optional[" + words + "], patience=3, takeBest=true]");
  }

  private static Optional<String> found(String text) {
    return MeanIouWords.found(new TrainingSettings(1, Map.of("validation", text)));
  }

  @ParameterizedTest
  @CsvSource({"seg.miou, seg.miou, seg.miou_hit", "seg, seg.miou, seg.miou_hit", "seg.miou_present, seg.miou, seg.miou", "seg.miou_hit, seg.miou_hit, seg.miou_hit",
      "seg.pixel_accuracy,,", "depth.abs_error,,", "depth,,", "smell.miou,,"})
  void wordsMeanAFigureNowAndMeantOneBefore(String words, String now, String once) {
    assertThat(MeanIouWords.now(words, BOTH)).isEqualTo(Optional.ofNullable(now));
    assertThat(MeanIouWords.once(words, BOTH)).isEqualTo(Optional.ofNullable(once));
    assertThat(MeanIouWords.remark(words, BOTH).isPresent()).isEqualTo(now != null && !now.equals(once));
  }

  @Test
  void aSingleTaskModelIsComparedByItsOwnFirstFigureWhereAnotherTaskIsNamed() {
    assertThat(MeanIouWords.now("depth.abs_error", ALONE)).contains("seg.miou");
    assertThat(MeanIouWords.once("depth.abs_error", ALONE)).contains("seg.miou_hit");
  }

  @Test
  void theRemarkSaysWhatToWriteInstead() {
    assertThat(MeanIouWords.remark("seg.miou", BOTH).orElseThrow()).contains("'seg.miou' now is seg.miou, the mean over the classes that occur")
        .endsWith("seg.miou_present or seg.miou_hit").doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({"seg.miou, seg.miou, seg.miou_hit", "seg, seg, seg.miou_hit", "seg.miou, seg.miou_hit, seg.miou_hit", "seg, seg.miou_hit, seg.miou_hit",
      "seg.miou_present, seg.miou, seg.miou", "seg.miou_present, seg, seg.miou", "seg.miou_hit, seg.miou_hit, seg.miou_hit"})
  void aTrainingGoesOnByTheFigureThatItBeganWith(String found, String now, String figure) {
    assertThat(MeanIouWords.goesOn(before(found), by(now), BOTH)).isTrue();
    assertThat(MeanIouWords.begun(before(found), by(now), BOTH)).isEqualTo(by(figure));
  }

  @ParameterizedTest
  @CsvSource({"seg.miou, seg.miou_present", "seg.miou_present, seg.miou_hit", "seg.miou_hit, seg.miou", "seg.miou, depth.rmse", "seg.pixel_accuracy, seg.miou"})
  void aTrainingByAnotherFigureDoesNotGoOn(String found, String now) {
    assertThat(MeanIouWords.goesOn(before(found), by(now), BOTH)).isFalse();
  }

  @Test
  void aSingleTaskModelGoesOnWhateverTheOtherTasksMetricIsCalled() {
    List<Task> depth = BOTH.subList(1, 2);
    assertThat(MeanIouWords.goesOn(before("seg.miou"), by("seg.miou_hit"), depth)).isTrue();
    assertThat(MeanIouWords.begun(before("seg.miou"), by("seg.miou_hit"), depth)).isEqualTo(by("seg.miou_hit"));
    assertThat(MeanIouWords.goesOn(before("other.miou"), by("other.miou_hit"), ALONE)).isTrue();
    assertThat(MeanIouWords.begun(before("other.miou"), by("other.miou_hit"), ALONE)).isEqualTo(by("seg.miou_hit"));
    assertThat(MeanIouWords.goesOn(before("seg.miou"), by("other.miou"), depth)).isFalse();
  }

  @Test
  void deltaNeedsNoTranslation() {
    Optional<String> delta = found("Validation[every=2, metric=Optional.empty, patience=3, takeBest=true]");
    assertThat(delta).isEmpty();
    assertThat(MeanIouWords.goesOn(delta, by("seg.miou"), BOTH)).isFalse();
    Validation byDelta = new Validation(2, Optional.empty(), 3, true);
    assertThat(MeanIouWords.goesOn(delta, byDelta, BOTH)).isFalse();
    assertThat(MeanIouWords.begun(delta, byDelta, BOTH)).isEqualTo(byDelta);
    assertThat(MeanIouWords.written(byDelta, BOTH)).isEmpty();
    assertThat(MeanIouWords.found(TrainingSettings.of(Map.of("validation.metric", "delta")))).isEmpty();
    assertThat(MeanIouWords.found(TrainingSettings.of(Map.of("validation.metric", "seg.miou_hit")))).contains("seg.miou_hit");
  }

  @Test
  void checkpointsSayItInWordsThatNoVersionMistakes() {
    assertThat(MeanIouWords.written(by("seg.miou"), BOTH)).contains("seg.miou_present");
    assertThat(MeanIouWords.written(by("seg.miou_hit"), BOTH)).contains("seg.miou_hit");
    assertThat(MeanIouWords.written(by("depth.abs_error"), BOTH)).contains("depth.abs_error");
    assertThat(MeanIouWords.written(by("depth.abs_error"), ALONE)).contains("seg.miou_present");
  }

  @Test
  void toNameThePublishedMeanIsToAskForIt() {
    assertThat(MeanIouWords.options(MetricOptions.DEFAULT, Optional.of("seg.miou_hit"), BOTH.get(0)).hitClasses()).isTrue();
    assertThat(MeanIouWords.options(MetricOptions.DEFAULT, Optional.of("seg.miou"), BOTH.get(0)).hitClasses()).isFalse();
    assertThat(MeanIouWords.options(MetricOptions.DEFAULT, Optional.of("other.miou_hit"), BOTH.get(0)).hitClasses()).isFalse();
    assertThat(MeanIouWords.options(MetricOptions.DEFAULT, Optional.empty(), BOTH.get(0)).hitClasses()).isFalse();
  }
}
