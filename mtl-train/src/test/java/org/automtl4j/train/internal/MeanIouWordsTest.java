package org.automtl4j.train.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.automtl4j.data.metric.MetricOptions;
import org.automtl4j.graph.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeanIouWordsTest {
  private static final List<Task> BOTH = List.of(Task.segmentation("seg", 3), Task.depth("depth"));
  private static final List<Task> ALONE = BOTH.subList(0, 1);

  private static Validation by(String words) {
    return new Validation(2, Optional.of(words), 3, true);
  }

  private static String before(String words) {
    return "Validation[every=2, metric=Optional[" + words + "], patience=3, takeBest=true]";
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
  void otherSettingsStayDifferences() {
    assertThat(MeanIouWords.goesOn(before("seg.miou").replace("patience=3", "patience=4"), by("seg.miou"), BOTH)).isFalse();
    assertThat(MeanIouWords.goesOn("Validation[every=2, metric=Optional.empty, patience=3, takeBest=true]", by("seg.miou"), BOTH)).isFalse();
    Validation delta = new Validation(2, Optional.empty(), 3, true);
    assertThat(MeanIouWords.goesOn(delta.toString(), delta, BOTH)).isFalse(); // equal texts need no translation
    assertThat(MeanIouWords.begun(delta.toString(), delta, BOTH)).isEqualTo(delta);
  }

  @Test
  void checkpointsSayItInWordsThatNoVersionMistakes() {
    assertThat(MeanIouWords.text(by("seg.miou"), BOTH)).isEqualTo(before("seg.miou_present"));
    assertThat(MeanIouWords.text(by("seg.miou_hit"), BOTH)).isEqualTo(before("seg.miou_hit"));
    assertThat(MeanIouWords.text(by("depth.abs_error"), BOTH)).isEqualTo(before("depth.abs_error"));
    assertThat(MeanIouWords.text(by("depth.abs_error"), ALONE)).isEqualTo(before("seg.miou_present"));
  }

  @Test
  void toNameThePublishedMeanIsToAskForIt() {
    assertThat(MeanIouWords.options(MetricOptions.DEFAULT, Optional.of("seg.miou_hit"), BOTH.get(0)).hitClasses()).isTrue();
    assertThat(MeanIouWords.options(MetricOptions.DEFAULT, Optional.of("seg.miou"), BOTH.get(0)).hitClasses()).isFalse();
    assertThat(MeanIouWords.options(MetricOptions.DEFAULT, Optional.of("other.miou_hit"), BOTH.get(0)).hitClasses()).isFalse();
    assertThat(MeanIouWords.options(MetricOptions.DEFAULT, Optional.empty(), BOTH.get(0)).hitClasses()).isFalse();
  }
}
