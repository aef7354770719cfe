package org.automtl4j.train.adamtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.graph.adamtl.ControllerPolicy;
import org.automtl4j.graph.adamtl.Controllers;
import org.automtl4j.graph.adamtl.Efficiency;
import org.automtl4j.graph.adamtl.SkippedToken;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.graph.swin.SwinDetails;
import org.automtl4j.graph.swin.SwinSpec;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.TrainerBuilder;
import org.automtl4j.train.checkpoint.CheckpointSettings;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.step.TaskStepping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The stages of AdaMTL on a network of a few thousand numbers. */
class AdaptiveTrainingTest {
  private static final SyntheticScenes DATA = SyntheticScenes.builder().size(16, 16).counts(10, 4, 4).seed(3).tasks("depth_zbuffer", "normal").build();

  private static AdaptiveSwin network(ControllerPolicy policy) {
    SwinSpec spec = new SwinSpec(new SwinSpec.Image(3, 16, 16, 2), 4, List.of(new SwinSpec.Stage(2, 1), new SwinSpec.Stage(1, 2)), 4,
        SwinDetails.usual().withMlpRatio(2).withDropPath(0.1));
    return AdaptiveSwin.builder(spec).decoder(4).controllers(new Controllers(policy, true, true, 3, 3, 5, SkippedToken.IDENTITY)).task(DATA.task("depth_zbuffer"))
        .task(DATA.task("normal")).build();
  }

  private static TrainerBuilder trainer(AdaptiveSwin network, Parameters parameters) {
    return Trainer.builder(network, parameters, DATA).batchSize(2).seed(7).taskStepping(TaskStepping.JOINT);
  }

  private static Learning learning(int iterations, double rate) {
    return Learning.adamW(iterations, new WarmCosine(rate, rate, rate / 100, iterations, 0, true));
  }

  private static AdaptiveTraining alternating(int iterations) {
    return new AdaptiveTraining(learning(iterations, 1e-3), true, Efficiency.PUBLISHED, new TaskTurns(TaskTurns.Mode.ALTERNATING, 4, 2, false));
  }

  private static Map<String, INDArray> copy(Parameters parameters) {
    Map<String, INDArray> copies = new HashMap<>();
    parameters.all().forEach(p -> copies.put(p.name(), p.array().dup()));
    return copies;
  }

  private static List<String> moved(Parameters parameters, Map<String, INDArray> before) {
    return parameters.specs().stream().filter(spec -> spec.role() == Role.WEIGHT && !parameters.get(spec.name()).equals(before.get(spec.name()))).map(spec -> spec.name()).toList();
  }

  @Test
  void controllersLearnToKeepEverythingAndNothingElseMoves() {
    for (ControllerPolicy policy : ControllerPolicy.values()) {
      AdaptiveSwin network = network(policy);
      Parameters parameters = Parameters.fresh(network, 1);
      Map<String, INDArray> before = copy(parameters);
      List<IterationDone> heard = new ArrayList<>();
      try (Trainer trainer = trainer(network, parameters).listeners(listening(heard)).build()) {
        trainer.run(new ControllerTraining(learning(20, 3e-2)));
      }
      assertThat(moved(parameters, before)).isNotEmpty().allMatch(AdaptiveSwin::isController);
      double first = heard.get(0).terms().get(KeepPenalty.NAME).get("all");
      assertThat(heard.get(19).terms().get(KeepPenalty.NAME).get("all")).isLessThan(0.8 * first);
    }
  }

  @Test
  void sharesComeNearToWhatIsWanted() {
    AdaptiveSwin network = network(ControllerPolicy.SINGLE);
    List<IterationDone> heard = new ArrayList<>();
    Efficiency wanted = new Efficiency(50, 1, 0.2, true, Efficiency.Scope.NETWORK);
    try (Trainer trainer = trainer(network, Parameters.fresh(network, 1)).listeners(listening(heard)).build()) {
      trainer.run(new AdaptiveTraining(learning(40, 3e-2), true, wanted, TaskTurns.NONE));
    }
    double first = heard.subList(0, 5).stream().mapToDouble(event -> event.terms().get(EfficiencyPenalty.NAME).get("all")).average().orElseThrow();
    double last = heard.subList(35, 40).stream().mapToDouble(event -> event.terms().get(EfficiencyPenalty.NAME).get("all")).average().orElseThrow();
    assertThat(last).isLessThan(first / 2);
  }

  @Test
  void inATasksTurnTheOtherDecodersAndControllersStandStill() {
    AdaptiveSwin network = network(ControllerPolicy.PER_TASK);
    Parameters parameters = Parameters.fresh(network, 1);
    Map<String, INDArray> before = copy(parameters);
    List<IterationDone> heard = new ArrayList<>();
    try (Trainer trainer = trainer(network, parameters).listeners(listening(heard)).build()) {
      trainer.run(new AdaptiveTraining(learning(0, 1e-3), true, Efficiency.PUBLISHED, new TaskTurns(TaskTurns.Mode.ALTERNATING, 2, 2, false)));
    }
    assertThat(heard).extracting(IterationDone::phase).containsExactly("task-depth_zbuffer", "task-depth_zbuffer");
    assertThat(moved(parameters, before)).anyMatch(name -> name.startsWith("swin.layers.0.blocks")).anyMatch(name -> name.startsWith("decoders.depth_zbuffer"))
        .anyMatch(name -> AdaptiveSwin.isControllerOf(name, "depth_zbuffer"))
        .noneMatch(name -> name.startsWith("decoders.normal")).noneMatch(name -> AdaptiveSwin.isControllerOf(name, "normal"));

    Map<String, INDArray> then = copy(parameters);
    try (Trainer trainer = trainer(network, parameters).build()) {
      trainer.run(new AdaptiveTraining(learning(0, 1e-3), true, Efficiency.PUBLISHED, new TaskTurns(TaskTurns.Mode.SEQUENTIAL, 2, 1, true)));
    }
    assertThat(moved(parameters, then)).isNotEmpty().allMatch(name -> AdaptiveSwin.isController(name) || name.startsWith(AdaptiveSwin.DECODERS));
  }

  @Test
  void anAlternatingTrainingIsResumedToTheBit(@TempDir Path folder) {
    AdaptiveSwin network = network(ControllerPolicy.PER_TASK);
    AdaptiveTraining training = alternating(3);
    Parameters straight = Parameters.fresh(network, 1);
    List<IterationDone> heard = new ArrayList<>();
    try (Trainer trainer = trainer(network, straight).listeners(listening(heard)).build()) {
      trainer.run(training);
    }
    assertThat(heard).extracting(IterationDone::phase).containsExactly("task-depth_zbuffer", "task-depth_zbuffer", "task-normal", "task-normal", "all-tasks", "all-tasks",
        "all-tasks");
    StopSignal stop = new StopSignal();
    TrainingListener stopper = new TrainingListener() {
      @Override
      public void iterationDone(IterationDone event) {
        if (event.iteration() == 3) {
          stop.request("the test");
        }
      }
    };
    try (Trainer trainer = trainer(network, Parameters.fresh(network, 1)).checkpoints(folder, new CheckpointSettings(0, 1)).stopSignal(stop).listeners(stopper).build()) {
      assertThatThrownBy(() -> trainer.run(training)).isInstanceOf(TrainingStoppedException.class);
    }
    Parameters resumed = Parameters.fresh(network, 2);
    try (Trainer trainer = trainer(network, resumed).resume(folder).build()) {
      trainer.run(training);
    }
    network.parameters().forEach(spec -> assertThat(resumed.get(spec.name())).as(spec.name()).isEqualTo(straight.get(spec.name())));
  }

  @Test
  void ratesRiseFallAndBeginAnew() {
    WarmCosine rates = new WarmCosine(1e-3, 1e-4, 1e-5, 6, 3, false);
    LateClocks late = new LateClocks(rates, List.of(0, 9));
    assertThat(new double[] {late.valueAt(0, 0), late.valueAt(1, 0), late.valueAt(3, 0), late.valueAt(4, 0), late.valueAt(9, 0), late.valueAt(10, 0), late.valueAt(11, 0)})
        .containsExactly(new double[] {1e-4, 1e-4, 7e-4, 5.05e-4, 1e-5, 1e-4, 4e-4}, within(1e-9));
    assertThat(new WarmCosine(1e-3, 1e-4, 1e-5, 6, 3, true).valueAt(4, 0)).isEqualTo(7.525e-4, within(1e-9));
  }

  @Test
  void whatCannotBeTrainedSoIsRefused() {
    AdaptiveSwin network = network(ControllerPolicy.SINGLE);
    try (Trainer trainer = trainer(network, Parameters.fresh(network, 1)).taskStepping(TaskStepping.ALTERNATING).build()) {
      assertThatThrownBy(() -> trainer.run(new StaticTraining(learning(1, 1e-3), false))).isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("stage static: taskStepping is ALTERNATING, allowed: JOINT");
    }
    try (Trainer trainer = trainer(network, Parameters.fresh(network, 1)).build()) {
      assertThatThrownBy(() -> trainer.run(alternating(1))).isInstanceOf(InvalidInputException.class).hasMessageContaining("turns of single tasks: ALTERNATING");
    }
    assertThatThrownBy(() -> new Efficiency(1, 0.9, 1.5, true, Efficiency.Scope.NETWORK)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("shares of blocks and tokens from 0 to 1, found 0.9 and 1.5");
  }

  private static TrainingListener listening(List<IterationDone> heard) {
    return new TrainingListener() {
      @Override
      public void iterationDone(IterationDone event) {
        heard.add(event);
      }
    };
  }
}
