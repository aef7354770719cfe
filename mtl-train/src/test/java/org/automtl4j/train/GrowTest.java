package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.StepTimes;
import org.automtl4j.train.automtl.stage.HardSharing;
import org.automtl4j.train.checkpoint.CheckpointSettings;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.advice.Budget;
import org.automtl4j.train.grow.Grow;
import org.automtl4j.train.grow.Grown;
import org.automtl4j.train.grow.GrownTree;
import org.automtl4j.train.grow.Halving;
import org.automtl4j.train.grow.Trunk;
import org.automtl4j.train.grow.TrunkState;
import org.automtl4j.train.step.StepSettings;
import org.automtl4j.train.step.TaskStepping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** Trees that grow from hard sharing. */
class GrowTest {
  private static final int ITERATIONS = 8;

  @TempDir Path temp;
  private final SyntheticScenes data = TinyRun.data();
  private TaskStepping stepping = TaskStepping.JOINT;

  private SuperModel superModel(BatchNormPolicy policy) {
    Backbone backbone = Backbone.builder("tree").input(3).convolution(6, 3, c -> c.stride(2).pad(1).noBias()).batchNorm().relu().dropout(0.2)
        .convolution(6, 3, c -> c.pad(1).noBias()).batchNorm().relu().convolution(8, 3, c -> c.pad(1).noBias()).batchNorm().relu().build();
    SuperModel.Builder builder = SuperModel.builder(backbone).batchNormPolicy(policy).seed(1);
    List.of("depth_zbuffer", "normal").forEach(task -> builder.task(data.task(task), TaskHead.conv1x1(4)));
    return builder.build();
  }

  private TrainerBuilder trainer() {
    return Trainer.builder(superModel(BatchNormPolicy.SEARCH), data).batchSize(4).taskStepping(stepping);
  }

  private static Adam updater() {
    return Adam.builder().learningRateSchedule(new StepSchedule(ScheduleType.ITERATION, 3e-3, 0.5, 3)).build();
  }

  private static Trunk trunk() {
    return new Trunk(ITERATIONS, 0.4, updater(), 1e-4, StepSettings.PUBLISHED);
  }

  private static Grow grow(TrunkState trunk, int halve, Budget... budgets) {
    return new Grow(trunk, List.of(budgets), 8, new Halving(halve), List.of(), 1, new StepTimes(Map.of(), times -> {}));
  }

  private byte[] saved(MultiTaskModel model, String name) throws IOException {
    Path file = temp.resolve(name);
    model.save(file);
    return Files.readAllBytes(file);
  }

  @ParameterizedTest
  @EnumSource(value = TaskStepping.class, names = {"JOINT", "ALTERNATING"})
  void theForkThatSharesAllEndsAsHardSharingTrainedAtOneGo(TaskStepping how) throws IOException {
    stepping = how;
    try (Trainer grower = trainer().build(); Trainer other = trainer().build();
        MultiTaskModel hard = other.run(new HardSharing(ITERATIONS, updater(), 1e-4, StepSettings.PUBLISHED))) {
      Grown grown = grower.run(grow(grower.run(trunk()), 2, Budget.multiplyAdds(0.9)));
      assertThat(saved(grown.hard(), "fork.zip")).isEqualTo(saved(hard, "hard.zip"));
    }
  }

  @Test
  void nothingIsTakenThatCostsMoreThanTheBudgetOrIsNotBetterThanHardSharing() {
    try (Trainer trainer = trainer().build()) {
      Grown grown = trainer.run(grow(trainer.run(trunk()), 2, Budget.multiplyAdds(1), Budget.multiplyAdds(0.7)));
      assertThat(grown.trees()).isNotEmpty();
      assertThat(grown.answers()).hasSize(2);
      for (Grown.Answer answer : grown.answers()) {
        answer.taken().ifPresent(tree -> {
          assertThat(tree.size().multiplyAdds()).isLessThanOrEqualTo((long) (answer.budget().share() * grown.single().multiplyAdds()));
          assertThat(tree.standing().gain()).isPositive();
          assertThat(tree.stoppedAt()).isEmpty();
        });
        assertThat(answer.advice().sentence()).startsWith("take ");
      }
      List<GrownTree> tried = grown.trees().stream().filter(tree -> !tree.control()).toList();
      assertThat(tried).allSatisfy(tree -> assertThat(tree.size().multiplyAdds()).isLessThanOrEqualTo((long) (1.0 * grown.single().multiplyAdds())));
      assertThat(tried.stream().filter(tree -> tree.stoppedAt().isPresent())).as("some are left behind").isNotEmpty();
      assertThat(grown.hardTree().standing().gain()).isZero();
      assertThat(trainer.evaluate(grown.hard(), Split.VAL).metrics()).isNotEmpty();
    }
  }

  @Test
  void whatIsRankedIsWhatIsTaken() {
    try (Trainer trainer = trainer().build()) {
      Grown grown = trainer.run(grow(trainer.run(trunk()), 0, Budget.parameters(1)));
      double hard = trainer.evaluate(grown.hard(), Split.VAL).value("depth_zbuffer", "abs_error");
      double taken = trainer.evaluate(grown.model(), Split.VAL).value("depth_zbuffer", "abs_error");
      assertThat(taken).isLessThanOrEqualTo(hard * 2);
      assertThat(grown.taken().words()).isEqualTo(grown.answers().get(0).taken().map(GrownTree::words).orElse("hard sharing"));
      assertThat(grown.trees().stream().filter(tree -> !tree.control())).allSatisfy(tree -> assertThat(tree.stoppedAt()).isEmpty());
    }
  }

  private record Figures(byte[] hard, byte[] taken, List<String> trees) {}

  private Figures figures(Trainer trainer) throws IOException {
    Grown grown = trainer.run(grow(trainer.run(trunk()), 2, Budget.multiplyAdds(0.9)));
    List<String> trees = new ArrayList<>();
    grown.trees().forEach(tree -> trees.add(tree.words() + " " + tree.standing() + " " + tree.stoppedAt() + " " + tree.control()));
    return new Figures(saved(grown.hard(), "h.zip"), saved(grown.model(), "t.zip"), trees);
  }

  @Test
  void interruptedInAnyRungItGoesOnToTheSameBits() throws IOException {
    Figures expected;
    try (Trainer trainer = trainer().build()) {
      expected = figures(trainer);
    }
    Path folder = temp.resolve("steps");
    int parts = 1;
    while (true) {
      try (Trainer trainer = trainer().resume(folder, new CheckpointSettings(0, 2)).stopSignal(new StopSignal().afterIterations(3)).build()) {
        Figures found = figures(trainer);
        assertThat(found.hard()).isEqualTo(expected.hard());
        assertThat(found.taken()).isEqualTo(expected.taken());
        assertThat(found.trees()).isEqualTo(expected.trees());
        break;
      } catch (TrainingStoppedException e) {
        parts++;
      }
    }
    assertThat(parts).isGreaterThan(4);
  }

  @Test
  void whatCannotGrowIsRefusedWithWhatCan() {
    try (Trainer own = Trainer.builder(superModel(BatchNormPolicy.TASK_SPECIFIC), data).batchSize(4).build(); Trainer trainer = trainer().build()) {
      assertThatThrownBy(() -> own.run(trunk())).isInstanceOf(InvalidInputException.class).hasMessageContaining("batchNormPolicy: found TASK_SPECIFIC");
      TrunkState trunk = trainer.run(trunk());
      assertThatThrownBy(() -> trainer.run(grow(trunk, 2, Budget.multiplyAdds(0.1)))).isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("budget.multiplyAdds: found 0.1, allowed: at least 0.");
      assertThatThrownBy(() -> new Trunk(1, 0.4, updater(), 0, StepSettings.PUBLISHED)).hasMessageContaining("trunk.iterations: found 1");
      assertThatThrownBy(() -> new Trunk(10, 1, updater(), 0, StepSettings.PUBLISHED)).hasMessageContaining("fork: found 1.0");
      trunk.close();
    }
  }
}
