package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.automtl.compat.ResumeRule;
import org.automtl4j.train.automtl.stage.HardSharing;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.checkpoint.CheckpointFile;
import org.automtl4j.train.checkpoint.CheckpointSettings;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingState;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.Listeners;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.listener.Validated;
import org.automtl4j.train.schedule.TemperatureSchedule;
import org.automtl4j.train.step.TaskStepping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** An interrupted training that is resumed ends with the bytes of one that was not. */
class ResumeTest {
  /** Pre-training 2, search 5, two candidates of 1 and post-training 3. */
  private static final int ITERATIONS = 12;

  @TempDir Path temp;
  private final SyntheticScenes data = TinyRun.data();
  private TaskStepping stepping = TaskStepping.ALTERNATING;

  private static Backbone backbone() {
    return Backbone.builder("dropped").input(3).convolution(6, 3, c -> c.stride(2).pad(1)).batchNorm().relu().dropout(0.3).convolution(6, 3, c -> c.pad(1))
        .batchNorm().relu().build();
  }

  private SuperModel superModel() {
    SuperModel.Builder builder = SuperModel.builder(backbone()).batchNormPolicy(BatchNormPolicy.SEARCH).seed(1);
    List.of("depth_zbuffer", "normal").forEach(task -> builder.task(data.task(task), TaskHead.conv1x1(4)));
    return builder.build();
  }

  private TrainerBuilder trainer(SuperModel model) {
    return Trainer.builder(model, data).batchSize(4).taskStepping(stepping).validateEvery(2).patience(9).takeBest(true);
  }

  /** The whole program, as a user would write it. */
  private Path train(Trainer trainer, String name) {
    trainer.run(TinyRun.pre(2));
    trainer.run(TinyRun.search(5));
    Architecture found = trainer.run(TinyRun.sampling(2));
    try (MultiTaskModel finished = trainer.run(TinyRun.post(found, 3))) {
      Path zip = temp.resolve(name);
      finished.save(zip);
      return zip;
    }
  }

  private byte[] reference() throws IOException {
    try (Trainer trainer = trainer(superModel()).listeners(Listeners.metricsFile(temp.resolve("reference.jsonl"))).build()) {
      return Files.readAllBytes(train(trainer, "reference.zip"));
    }
  }

  private boolean interrupted(Path folder, int iterations, int every) {
    StopSignal stop = new StopSignal().afterIterations(iterations);
    try (Trainer trainer =
        trainer(superModel()).resume(folder, new CheckpointSettings(every, 2)).stopSignal(stop)
            .listeners(Listeners.metricsFile(temp.resolve("metrics.jsonl"), true)).build()) {
      train(trainer, "resumed.zip");
      return false;
    } catch (TrainingStoppedException e) {
      assertThat(e.checkpoint()).get().satisfies(file -> assertThat(file).exists());
      return true;
    }
  }

  /** Without the times, which no two runs have in common. */
  private List<String> metrics(String name) throws IOException {
    return Files.readAllLines(temp.resolve(name)).stream().map(line -> line.replaceAll("\"(seconds|waitSeconds)\":[0-9.E-]+", "")).toList();
  }

  @Test
  void afterEveryIterationOfEveryStageItGoesOnToTheSameModelAndTheSameMetrics() throws IOException {
    byte[] expected = reference();
    Path folder = temp.resolve("steps");
    int parts = 1;
    while (interrupted(folder, 1, 0)) {
      parts++;
    }
    assertThat(parts).isEqualTo(ITERATIONS);
    assertThat(Files.readAllBytes(temp.resolve("resumed.zip"))).isEqualTo(expected);
    assertThat(metrics("metrics.jsonl")).isEqualTo(metrics("reference.jsonl"));
  }

  @ParameterizedTest
  @CsvSource({"2, ALTERNATING", "6, JOINT", "11, ALTERNATING"})
  void aKilledTrainingGoesOnFromItsLastCheckpointAndRepeatsWhatCameAfter(int iterations, TaskStepping how) throws IOException {
    stepping = how;
    byte[] expected = reference();
    Path folder = temp.resolve("killed");
    Path before = temp.resolve("before");
    interrupted(folder, iterations, 2);
    // A killed process leaves no checkpoint of the moment, and perhaps half a line and half a file.
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(p -> !p.toString().endsWith("-end.state") && !p.toString().contains("best")).sorted().toList()) {
        Files.move(file, before);
        break;
      }
    }
    Files.writeString(folder.resolve(".000-pre-train-00000009.state123.part"), "half");
    Files.writeString(temp.resolve("metrics.jsonl"), Files.readString(temp.resolve("metrics.jsonl")) + "{\"event\":\"iterat");
    assertThat(interrupted(folder, 1000, 2)).isFalse();
    assertThat(Files.readAllBytes(temp.resolve("resumed.zip"))).isEqualTo(expected);
    assertThat(metrics("metrics.jsonl")).isEqualTo(metrics("reference.jsonl"));
    assertThat(folder.resolve(".000-pre-train-00000009.state123.part")).doesNotExist();
  }

  @Test
  void aCheckpointWithTheBranchesThatNoTaskTakesAsOlderVersionsWroteThemIsGoneOnFrom() throws IOException {
    byte[] expected = reference();
    Path folder = temp.resolve("older");
    interrupted(folder, ITERATIONS - 1, 0);
    Path file = folder.resolve("004-post-train-00000002.state");
    TrainingState state = CheckpointFile.read(file);
    Map<String, INDArray> all = new LinkedHashMap<>();
    superModel().parameters().all().forEach(p -> all.put(p.name(), p.array()));
    assertThat(state.parameters()).hasSizeLessThan(all.size());
    all.putAll(state.parameters());
    try (OutputStream out = Files.newOutputStream(file)) {
      CheckpointFile.write(out, new TrainingState(state.progress(), all, state.optimizers()));
    }
    assertThat(interrupted(folder, 1000, 0)).isFalse();
    assertThat(Files.readAllBytes(temp.resolve("resumed.zip"))).isEqualTo(expected);
  }

  @Test
  void aFinishedTrainingGivesItsResultsAgainWithoutTraining() throws IOException {
    Path folder = temp.resolve("done");
    assertThat(interrupted(folder, 1000, 100)).isFalse();
    byte[] model = Files.readAllBytes(temp.resolve("resumed.zip"));
    List<String> metrics = metrics("metrics.jsonl");
    assertThat(interrupted(folder, 1, 100)).isFalse();
    assertThat(Files.readAllBytes(temp.resolve("resumed.zip"))).isEqualTo(model);
    assertThat(metrics("metrics.jsonl")).isEqualTo(metrics);
  }

  @Test
  void otherSettingsAreRefusedWithEachDifference() {
    Path folder = temp.resolve("other");
    interrupted(folder, 1, 0);
    try (Trainer other = trainer(superModel()).batchSize(3).weight("normal", 2).resume(folder).build()) {
      assertThatThrownBy(() -> other.run(TinyRun.pre(5)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("preTraining.iterations: 2 before, 5 now")
          .hasMessageContaining("batch: 4 before, 3 now")
          .hasMessageContaining("weight.normal: nothing before, 2.0 now")
          .hasMessageNotContaining("seed");
    }
  }

  @Test
  void aFolderWithCheckpointsIsNotBegunAnew() {
    Path folder = temp.resolve("there");
    interrupted(folder, 1, 0);
    assertThatThrownBy(() -> trainer(superModel()).checkpoints(folder)).isInstanceOf(InvalidInputException.class).hasMessageContaining("resume");
  }

  @Test
  void aStageEndsWhenItsPatienceIsOverWithItsBestWeights() throws IOException {
    Path metrics = temp.resolve("patience.jsonl");
    List<Double> errors = new ArrayList<>();
    TrainingListener validations = new TrainingListener() {
      @Override
      public void validated(Validated event) {
        errors.add(event.evaluation().value("depth_zbuffer", "abs_error"));
      }
    };
    try (Trainer trainer = Trainer.builder(superModel(), data).batchSize(4).validateEvery(1).patience(2).takeBest(true)
        .validationMetric("depth_zbuffer.abs_error")
        .listeners(Listeners.metricsFile(metrics), validations).build()) {
      HardSharing stage = new HardSharing(60, new Adam(0.1), 0);
      try (MultiTaskModel model = trainer.run(stage)) {
        int best = errors.size() - 3;
        assertThat(errors).hasSizeBetween(3, 59);
        assertThat(Collections.min(errors)).isEqualTo(errors.get(best));
        assertThat(trainer.evaluate(model, Split.VAL).value("depth_zbuffer", "abs_error")).isCloseTo(errors.get(best), within(1e-5));
      }
    }
    assertThat(Files.readAllLines(metrics)).last().asString().contains("stageEnded").contains("\"iterations\":" + errors.size());
  }

  @Test
  void aLossThatIsNoNumberStopsTheTrainingWithTheLayerWhereItBeganAndItsState() {
    SuperModel model = superModel();
    Path folder = temp.resolve("diverged");
    try (Trainer trainer = trainer(model).checkpoints(folder).build()) {
      model.parameters().get("layer.4.shared.weight").putScalar(0, Double.NaN);
      assertThatThrownBy(() -> trainer.run(TinyRun.pre(2)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("task 'depth_zbuffer' became NaN in iteration 0 of stage pre-train")
          .hasMessageContaining("It began in layer 4")
          .hasMessageContaining("layer.4.shared.weight")
          .hasMessageContaining("000-pre-train-diverged.state");
    }
    assertThat(folder.resolve("000-pre-train-diverged.state")).exists();
  }

  @Test
  void thePublishedWayTakesOverLessAndRestartsTheCounters() {
    Compat published = Compat.builder().resume(ResumeRule.PUBLISHED).build();
    Path folder = temp.resolve("published");
    List<IterationDone> events = new ArrayList<>();
    TrainingListener listener = new TrainingListener() {
      @Override
      public void iterationDone(IterationDone event) {
        events.add(event);
      }
    };
    PolicySearch search = PolicySearch.builder().iterations(12).policySteps(2).weightSteps(0).temperature(new TemperatureSchedule.Stepwise(5, 0.5, 4)).build();
    HardSharing hard = new HardSharing(12, Adam.builder().learningRateSchedule(new StepSchedule(ScheduleType.ITERATION, 0.1, 0.5, 4)).build(), 0);
    for (int stop : new int[] {6, 12}) {
      try (Trainer trainer = Trainer.builder(superModel(), data).batchSize(4).compat(published).resume(folder).listeners(listener)
          .stopSignal(new StopSignal().afterIterations(stop)).build()) {
        trainer.run(search);
        trainer.run(hard).close();
      } catch (TrainingStoppedException e) {
        assertThat(e.checkpoint()).isPresent();
      }
    }
    // The temperature and the rate that were reached stay; four iterations are counted anew from there.
    assertThat(events.subList(0, 12)).extracting(IterationDone::temperature).containsExactly(5.0, 5.0, 5.0, 5.0, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 1.25, 1.25);
    List<Double> rates = new ArrayList<>(events.subList(12, events.size()).stream().map(IterationDone::learningRate).toList());
    try (Trainer trainer = Trainer.builder(superModel(), data).batchSize(4).compat(published).resume(folder).listeners(listener).build()) {
      trainer.run(search);
      trainer.run(hard).close();
    }
    rates.addAll(events.subList(12 + rates.size(), events.size()).stream().map(IterationDone::learningRate).toList());
    assertThat(rates).containsExactly(0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.025, 0.025);
  }
}
