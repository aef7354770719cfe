package org.automtl4j.train.mtlnas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.TrainerBuilder;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.checkpoint.CheckpointSettings;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.step.TaskStepping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks that have all tasks in one pass get each task's gradient by a backward pass of its own over the same activations. */
class BalancedFusionTest {
  private final FusionNetwork network = FusionTrainings.network();
  private final List<IterationDone> heard = new ArrayList<>();
  private final TrainingListener listener = new TrainingListener() {
    @Override
    public void iterationDone(IterationDone event) {
      heard.add(event);
    }
  };

  static List<Balancing> methods() {
    return List.of(Balancing.uw(), Balancing.famo(), Balancing.cagrad(0.5), Balancing.imtl(), Balancing.dbMtl(), Balancing.moDo(), Balancing.autoLambda());
  }

  private Parameters searched(TrainerBuilder builder, Parameters parameters) {
    heard.clear();
    try (Trainer trainer = builder.build()) {
      trainer.run(FusionTrainings.search(4));
    }
    return parameters;
  }

  private TrainerBuilder trainer(Parameters parameters) {
    return FusionTrainings.trainer(network, parameters).taskStepping(TaskStepping.AUTO).listeners(listener);
  }

  private void same(Parameters found, Parameters expected, double tolerance) {
    network.parameters().forEach(spec -> assertThat(found.get(spec.name()).sub(expected.get(spec.name())).amaxNumber().doubleValue()).as(spec.name()).isLessThanOrEqualTo(tolerance));
  }

  @Test
  void theSumOfTheTasksGradientsTakesTheStepsOfTheSum() {
    Parameters joint = Parameters.fresh(network, 1);
    searched(trainer(joint), joint);
    Parameters gathered = Parameters.fresh(network, 1);
    searched(trainer(gathered).taskStepping(TaskStepping.GATHERED), gathered);
    same(gathered, joint, 1e-5);
  }

  @Test
  void measuringConflictsChangesNoBit() {
    Parameters without = Parameters.fresh(network, 1);
    searched(trainer(without), without);
    Parameters with = Parameters.fresh(network, 1);
    searched(trainer(with).conflictsEvery(1), with);
    same(with, without, 0);
    assertThat(heard).filteredOn(event -> event.phase().equals("weights")).allSatisfy(event -> assertThat(event.terms().get("cosine")).containsKey("depth_zbuffer-normal"));
    assertThat(heard).filteredOn(event -> event.phase().equals("gates")).isNotEmpty().noneMatch(event -> event.terms().containsKey("cosine"));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void everyKindOfMethodGoesOnToTheBit(Balancing method, @TempDir Path folder) {
    Parameters straight = Parameters.fresh(network, 1);
    searched(trainer(straight).balancing(method), straight);
    assertThat(heard).filteredOn(event -> event.phase().equals("weights")).extracting(event -> event.terms().getOrDefault("weight", Map.of()).keySet())
        .containsOnly(Set.of("depth_zbuffer", "normal"));
    Parameters plain = Parameters.fresh(network, 1);
    searched(trainer(plain), plain);
    assertThat(network.parameters()).anyMatch(spec -> !plain.get(spec.name()).equals(straight.get(spec.name())));
    Parameters stopped = Parameters.fresh(network, 1);
    TrainerBuilder first = trainer(stopped).balancing(method).checkpoints(folder, new CheckpointSettings(0, 1)).stopSignal(new StopSignal().afterIterations(5));
    assertThatThrownBy(() -> searched(first, stopped)).isInstanceOf(TrainingStoppedException.class);
    Parameters resumed = Parameters.fresh(network, 2);
    searched(trainer(resumed).balancing(method).resume(folder), resumed);
    same(resumed, straight, 0);
  }

  @Test
  void tasksOfOnePassTakeNoTurns() {
    Parameters parameters = Parameters.fresh(network, 1);
    assertThatThrownBy(() -> searched(trainer(parameters).taskStepping(TaskStepping.ALTERNATING), parameters)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("JOINT or GATHERED");
  }
}
