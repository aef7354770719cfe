package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.automtl.compat.MeanIou;
import org.automtl4j.train.automtl.settings.ModelSettings;
import org.automtl4j.train.automtl.settings.StageSettings;
import org.automtl4j.train.automtl.stage.HardSharing;
import org.automtl4j.train.checkpoint.CheckpointFile;
import org.automtl4j.train.checkpoint.CheckpointSettings;
import org.automtl4j.train.checkpoint.FormerCheckpoints;
import org.automtl4j.train.checkpoint.Progress;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;

/** Trainings that an older version began, in which {@code miou} was the published mean, go on by the figure that they began with. */
class FormerTrainingTest {
  private static final String TASK = "segment_semantic";
  private static final int ITERATIONS = 8;

  @TempDir Path temp;
  private final SyntheticScenes data = TinyRun.data();

  private TrainerBuilder trainer(Optional<String> metric, Compat compat) {
    TrainerBuilder builder = TinyRun.trainer(TinyRun.superModel(data, 1), data).validateEvery(2).takeBest(true).compat(compat);
    metric.ifPresent(builder::validationMetric);
    return builder;
  }

  private byte[] trained(TrainerBuilder builder) throws IOException {
    try (Trainer trainer = builder.build();
        MultiTaskModel model = trainer.run(new HardSharing(ITERATIONS, new Adam(0.01), 0))) {
      Path zip = temp.resolve("model.zip");
      model.save(zip);
      return Files.readAllBytes(zip);
    }
  }

  private byte[] resumed(Path folder, Optional<String> metric, Compat compat) throws IOException {
    return trained(trainer(metric, compat).resume(folder, new CheckpointSettings(0, 2)));
  }

  /** Half of a training, as an older version would have left it. */
  private Path begun(String name, Optional<String> metric, Compat compat, Map<String, String> words) throws IOException {
    Path folder = temp.resolve(name);
    StopSignal stop = new StopSignal().afterIterations(5);
    assertThatThrownBy(() -> trained(trainer(metric, compat).resume(folder, new CheckpointSettings(0, 2)).stopSignal(stop)))
        .isInstanceOf(TrainingStoppedException.class);
    Map<String, String> former = former(trainer(metric, compat), words);
    for (Path file : files(folder)) {
      FormerCheckpoints.rewrite(file, former);
    }
    return folder;
  }

  private Map<String, String> former(TrainerBuilder builder, Map<String, String> words) {
    HardSharing stage = new HardSharing(ITERATIONS, new Adam(0.01), 0);
    Map<String, String> settings =
        new TreeMap<>(ModelSettings.of(builder.settings(), TinyRun.superModel(data, 1).network()).and(StageSettings.of(stage)).byFormat().former().values());
    words.forEach((now, once) -> settings.computeIfPresent("validation", (k, text) -> text.replace("[" + now + "]", "[" + once + "]")));
    return settings;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(p -> p.toString().endsWith(".state")).sorted().toList();
    }
  }

  @Test
  void theBestSoFarOfThePublishedMeanIsComparedWithFurtherOnesOfIt() throws IOException {
    Optional<String> hit = Optional.of(TASK + ".miou_hit");
    byte[] expected = trained(trainer(hit, Compat.OFF));
    for (String once : List.of(TASK + ".miou", TASK)) {
      Path folder = begun(once, hit, Compat.OFF, Map.of(TASK + ".miou_hit", once));
      Progress before = CheckpointFile.progress(files(folder).get(0));
      assertThat(before.settings().values().get("validation")).contains("[" + once + "]");
      assertThat(before.validation().score()).isPositive();
      assertThat(resumed(folder, Optional.of(once), Compat.OFF)).isEqualTo(expected);
    }
    Path told = begun("told", hit, Compat.OFF, Map.of(TASK + ".miou_hit", TASK + ".miou"));
    assertThat(resumed(told, hit, Compat.OFF)).isEqualTo(expected);
  }

  @Test
  void itsSecondInterruptionIsAsGood() throws IOException {
    Optional<String> hit = Optional.of(TASK + ".miou_hit");
    Optional<String> once = Optional.of(TASK + ".miou");
    byte[] expected = trained(trainer(hit, Compat.OFF));
    Path folder = begun("twice", hit, Compat.OFF, Map.of(TASK + ".miou_hit", TASK + ".miou"));
    StopSignal stop = new StopSignal().afterIterations(1);
    assertThatThrownBy(() -> trained(trainer(once, Compat.OFF).resume(folder, new CheckpointSettings(0, 2)).stopSignal(stop)))
        .isInstanceOf(TrainingStoppedException.class);
    assertThat(resumed(folder, once, Compat.OFF)).isEqualTo(expected);
  }

  @Test
  void whatWasCalledMiouPresentIsTheSameByEitherName() throws IOException {
    Optional<String> present = Optional.of(TASK + ".miou_present");
    byte[] expected = trained(trainer(present, Compat.OFF));
    assertThat(resumed(begun("present", present, Compat.OFF, Map.of()), present, Compat.OFF)).isEqualTo(expected);
    assertThat(resumed(begun("renamed", present, Compat.OFF, Map.of()), Optional.of(TASK + ".miou"), Compat.OFF)).isEqualTo(expected);
  }

  @Test
  void deltaGoesOnAgainstTheFiguresOfTheFirstValidation() throws IOException {
    for (Compat compat : List.of(Compat.OFF, Compat.builder().meanIou(MeanIou.HIT_CLASSES).build())) {
      byte[] expected = trained(trainer(Optional.empty(), compat));
      Path folder = begun("delta" + compat.meanIou(), Optional.empty(), compat, Map.of());
      assertThat(resumed(folder, Optional.empty(), compat)).isEqualTo(expected);
    }
  }

  @Test
  void anotherFigureThanThatOfTheBeginningIsRefused() throws IOException {
    Path folder = begun("other", Optional.of(TASK + ".miou_hit"), Compat.OFF, Map.of(TASK + ".miou_hit", TASK + ".miou"));
    assertThatThrownBy(() -> resumed(folder, Optional.of(TASK + ".miou_present"), Compat.OFF)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("other settings").hasMessageContaining("miou_present");
  }
}
