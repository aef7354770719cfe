package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.network.Parameters.Parameter;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.automtl.stage.HardSharing;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.checkpoint.CheckpointSettings;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.schedule.RateSchedules;
import org.automtl4j.train.step.DecayScope;
import org.automtl4j.train.step.StepSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** Steps that depart from the published ones: what they do to parameters, and that a resumed training goes on with them to the bit. */
class StepSettingsTest {
  private final SyntheticScenes data = SyntheticScenes.builder().size(16, 16).counts(12, 4, 4).seed(3).tasks("depth_zbuffer", "normal").build();

  @TempDir Path temp;

  private SuperModel model() {
    Backbone backbone = Backbone.builder("stepped").input(3).convolution(3, 3, c -> c.stride(2).pad(1)).relu().convolution(3, 3, c -> c.pad(1)).relu().build();
    return SuperModel.builder(backbone).seed(1).dataType(DataType.DOUBLE).task(data.task("depth_zbuffer"), TaskHead.conv1x1(3))
        .task(data.task("normal"), TaskHead.conv1x1(3)).build();
  }

  private Map<String, double[]> numbers(SuperModel model, Predicate<Parameter> which) {
    Map<String, double[]> numbers = new TreeMap<>();
    model.parameters().all().stream().filter(which).forEach(p -> numbers.put(p.name(), p.array().dup().reshape(p.array().length()).toDoubleVector()));
    return numbers;
  }

  private Map<String, double[]> trained(int batch, PreTraining stage) {
    SuperModel model = model();
    try (Trainer trainer = Trainer.builder(model, data).batchSize(batch).build()) {
      trainer.run(stage);
    }
    return numbers(model, p -> p.role() == Role.WEIGHT);
  }

  private static PreTraining pre(int iterations, IUpdater updater, double decay, StepSettings step) {
    return PreTraining.builder().iterations(iterations).updater(updater).weightDecay(decay).step(step).build();
  }

  /** A path without batch normalisation, whose statistics are those of each batch by itself. */
  private Map<String, double[]> shared(int batch, int iterations, StepSettings step) {
    try (Trainer trainer = Trainer.builder(model(), data).batchSize(batch).build();
        MultiTaskModel found = trainer.run(new HardSharing(iterations, new Sgd(0.05), 1e-3, step))) {
      return numbers(found.superModel(), p -> p.role() == Role.WEIGHT);
    }
  }

  private static double distance(Map<String, double[]> one, Map<String, double[]> other) {
    double largest = 0;
    for (String name : one.keySet()) {
      for (int i = 0; i < one.get(name).length; i++) {
        largest = Math.max(largest, Math.abs(one.get(name)[i] - other.get(name)[i]));
      }
    }
    return largest;
  }

  @Test
  void accumulatedBatchesStepAsOneBatchOfTheirSize() {
    Map<String, double[]> whole = shared(4, 3, StepSettings.PUBLISHED);
    assertThat(distance(whole, shared(4, 2, StepSettings.PUBLISHED))).isGreaterThan(1e-3);
    assertThat(distance(whole, shared(2, 3, StepSettings.PUBLISHED.withAccumulation(2)))).isLessThan(1e-12);
  }

  @Test
  void aLooseLimitOfTheNormChangesNothingAndATightOneTheLengthOfTheStepOnly() {
    Map<String, double[]> start = numbers(model(), p -> p.role() == Role.WEIGHT);
    Map<String, double[]> free = trained(4, pre(2, new Sgd(0.05), 0, StepSettings.PUBLISHED));
    Map<String, double[]> loose = trained(4, pre(2, new Sgd(0.05), 0, StepSettings.PUBLISHED.withClipNorm(1e6)));
    assertThat(distance(free, loose)).isZero();
    Map<String, double[]> tight = trained(4, pre(1, new Sgd(1), 0, StepSettings.PUBLISHED.withClipNorm(1e-3)));
    double squares = 0;
    for (String name : start.keySet()) {
      for (int i = 0; i < start.get(name).length; i++) {
        squares += Math.pow(tight.get(name)[i] - start.get(name)[i], 2);
      }
    }
    // Two tasks take a step each, of length 1e-3.
    assertThat(Math.sqrt(squares)).isBetween(0.5e-3, 2.0001e-3);
  }

  @Test
  void decoupledDecayAloneShrinksKernelsAndLeavesExemptParametersToTheirGradients() {
    Adam still = new Adam(1e-12);
    PreTraining stage = pre(1, new Sgd(1e-9), 1e8, StepSettings.PUBLISHED.withDecoupledDecay().withDecayOn(DecayScope.KERNELS));
    Map<String, double[]> start = numbers(model(), p -> p.role() == Role.WEIGHT);
    Map<String, double[]> after = trained(4, stage);
    // Rate times decay is 0.1. Both tasks step; what is only one task's shrinks once, what is shared twice.
    assertThat(after.get("layer.0.specific.normal.weight")[0]).isCloseTo(0.9 * start.get("layer.0.specific.normal.weight")[0], within(1e-6));
    assertThat(after.get("layer.0.shared.weight")[0]).isCloseTo(0.81 * start.get("layer.0.shared.weight")[0], within(1e-6));
    assertThat(after.get("layer.0.shared.bias")[0]).isCloseTo(start.get("layer.0.shared.bias")[0], within(1e-6));
    assertThat(distance(start, trained(4, pre(1, still, 1, StepSettings.PUBLISHED)))).isLessThan(1e-11);
  }

  @Test
  void headsMayLearnFasterOrNotAtAll() {
    Map<String, double[]> start = numbers(model(), p -> p.role() == Role.WEIGHT);
    Map<String, double[]> frozen = trained(4, pre(2, new Sgd(0.01), 0, StepSettings.PUBLISHED.withHeadRate(0)));
    assertThat(frozen.get("head.normal.conv2.weight")).isEqualTo(start.get("head.normal.conv2.weight"));
    assertThat(frozen.get("layer.0.shared.weight")).isNotEqualTo(start.get("layer.0.shared.weight"));
    Map<String, double[]> usual = trained(4, pre(1, new Sgd(0.01), 0, StepSettings.PUBLISHED));
    Map<String, double[]> fast = trained(4, pre(1, new Sgd(0.01), 0, StepSettings.PUBLISHED.withHeadRate(10)));
    String head = "head.normal.conv2.bias";
    assertThat(fast.get(head)[0] - start.get(head)[0]).isCloseTo(10 * (usual.get(head)[0] - start.get(head)[0]), within(1e-6));
    assertThatThrownBy(() -> StepSettings.PUBLISHED.withHeadRate(-1)).isInstanceOf(InvalidInputException.class).hasMessageContaining("step.headRate");
  }

  private void run(Path folder, StopSignal stop, SuperModel model, Consumer<IterationDone> heard) {
    StepSettings step = StepSettings.PUBLISHED.withDecoupledDecay().withDecayOn(DecayScope.KERNELS).withHeadRate(3).withClipNorm(0.5).withAccumulation(2);
    Adam warm = Adam.builder().learningRateSchedule(RateSchedules.warmUp(RateSchedules.cosine(1e-2, 1e-4, 6), 2)).build();
    PolicySearch search = PolicySearch.builder().iterations(5).policySteps(1).weightSteps(1).weightUpdater(warm).weightDecay(0.1).step(step).build();
    TrainingListener listener = new TrainingListener() {
      @Override
      public void iterationDone(IterationDone event) {
        heard.accept(event);
      }
    };
    try (Trainer trainer = Trainer.builder(model, data).batchSize(2).resume(folder, new CheckpointSettings(0, 2)).stopSignal(stop).listeners(listener).build()) {
      trainer.run(pre(6, warm, 0.1, step));
      trainer.run(search);
    }
  }

  @Test
  void aTrainingThatIsInterruptedAfterEachIterationEndsWithTheSameBits() {
    SuperModel expected = model();
    List<Double> rates = new ArrayList<>();
    run(temp.resolve("whole"), new StopSignal(), expected, event -> rates.add(event.learningRate()));
    assertThat(rates.get(0)).isCloseTo(3e-2 / 3 / 3, within(1e-15)); // a third of the rate at the first of two iterations of warm-up
    SuperModel resumed = model();
    boolean goesOn = true;
    int parts = 0;
    while (goesOn) {
      resumed = model();
      parts++;
      try {
        run(temp.resolve("parts"), new StopSignal().afterIterations(1), resumed, event -> {});
        goesOn = false;
      } catch (TrainingStoppedException e) {
        assertThat(e.checkpoint()).isPresent();
      }
    }
    assertThat(parts).isGreaterThan(10);
    Map<String, double[]> found = numbers(resumed, p -> true);
    numbers(expected, p -> true).forEach((name, values) -> assertThat(Arrays.equals(found.get(name), values)).as(name).isTrue());
  }

  @Test
  void aCheckpointOfOtherStepsIsRefused() {
    PreTraining clipped = pre(3, new Adam(1e-3), 0, StepSettings.PUBLISHED.withClipNorm(2));
    try (Trainer trainer = Trainer.builder(model(), data).batchSize(2).resume(temp).stopSignal(new StopSignal().afterIterations(1)).build()) {
      assertThatThrownBy(() -> trainer.run(clipped)).isInstanceOf(TrainingStoppedException.class);
    }
    try (Trainer trainer = Trainer.builder(model(), data).batchSize(2).resume(temp).build()) {
      assertThatThrownBy(() -> trainer.run(pre(3, new Adam(1e-3), 0, StepSettings.PUBLISHED))).isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("preTraining.step.clipNorm: 2.0 before, nothing now");
    }
  }
}
