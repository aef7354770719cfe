package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.automtl.RandomArchitectures;
import org.automtl4j.train.automtl.stage.HardSharing;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PostTrainingStart;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.StageEnded;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.listener.Validated;
import org.automtl4j.train.step.TaskStepping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;

class TrainerTest {
  @TempDir Path folder;

  private final SyntheticScenes data = TinyRun.data();

  private Path trained(long seed, TaskStepping stepping, String file) {
    SuperModel model = TinyRun.superModel(data, seed);
    try (Trainer trainer = TinyRun.trainer(model, data).taskStepping(stepping).build()) {
      trainer.run(TinyRun.pre(2));
      trainer.run(TinyRun.search(4));
      Architecture found = trainer.run(TinyRun.sampling(2));
      try (MultiTaskModel finished = trainer.run(TinyRun.post(found, 2))) {
        Path zip = folder.resolve(file);
        finished.save(zip);
        return zip;
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameFileAndAnotherSeedAnother() throws Exception {
    byte[] first = Files.readAllBytes(trained(1, TaskStepping.ALTERNATING, "a.zip"));
    assertThat(Files.readAllBytes(trained(1, TaskStepping.ALTERNATING, "b.zip"))).isEqualTo(first);
    assertThat(Files.readAllBytes(trained(2, TaskStepping.ALTERNATING, "c.zip"))).isNotEqualTo(first);
  }

  @Test
  void allTasksCanStepTogether() throws Exception {
    Path joint = trained(1, TaskStepping.JOINT, "joint.zip");
    assertThat(Files.readAllBytes(joint)).isEqualTo(Files.readAllBytes(trained(1, TaskStepping.JOINT, "again.zip")));
    try (MultiTaskModel model = MultiTaskModel.load(joint)) {
      assertThat(model.tasks()).extracting(Task::name).containsExactly(TinyRun.TASKS);
    }
  }

  @Test
  void policyIterationsMovePoliciesAndStatisticsAloneAndWeightIterationsNoPolicies() {
    SuperModel model = TinyRun.superModel(data, 1);
    SuperModel before = TinyRun.superModel(data, 1);
    try (Trainer trainer = TinyRun.trainer(model, data).build()) {
      trainer.run(TinyRun.search(1));
      assertThat(changed(model, before)).containsExactlyInAnyOrder(Role.CHOICE, Role.STATISTIC);
      before.parameters().copyFrom(model.parameters());
      trainer.run(TinyRun.pre(1));
      assertThat(changed(model, before)).containsExactlyInAnyOrder(Role.WEIGHT, Role.STATISTIC);
    }
  }

  private static List<Role> changed(SuperModel model, SuperModel before) {
    return model.parameters().all().stream()
        .filter(p -> !p.array().equals(before.parameters().get(p.name())))
        .map(p -> p.role())
        .distinct()
        .toList();
  }

  @Test
  void trainingLowersTheLossesOfEveryTask() {
    List<IterationDone> events = new ArrayList<>();
    SuperModel model = TinyRun.superModel(data, 1);
    try (Trainer trainer = TinyRun.trainer(model, data).listeners(iterations(events)).build()) {
      trainer.run(PreTraining.builder().iterations(40).updater(new Adam(1e-2)).build());
    }
    for (String task : TinyRun.TASKS) {
      assertThat(mean(events.subList(30, 40), task)).as(task).isLessThan(0.9 * mean(events.subList(0, 5), task));
    }
  }

  private static double mean(List<IterationDone> events, String task) {
    return events.stream().mapToDouble(e -> e.losses().get(task)).average().orElseThrow();
  }

  private static TrainingListener iterations(List<IterationDone> events) {
    return new TrainingListener() {
      @Override
      public void iterationDone(IterationDone event) {
        events.add(event);
      }
    };
  }

  @Test
  void theTemperatureFallsOverPolicyIterationsOnly() {
    List<IterationDone> events = new ArrayList<>();
    SuperModel model = TinyRun.superModel(data, 1);
    try (Trainer trainer = TinyRun.trainer(model, data).listeners(iterations(events)).build()) {
      trainer.run(TinyRun.search(7));
    }
    assertThat(events).extracting(IterationDone::phase).containsExactly("policies", "weights", "weights", "policies", "weights", "weights", "policies");
    assertThat(events.get(0).temperature()).isEqualTo(5);
    assertThat(events.get(3).temperature()).isEqualTo(5);
    assertThat(events.get(6).temperature()).isCloseTo(5 * 0.965, within(1e-12));
  }

  @Test
  void aStrongRegulariserMakesTasksShare() {
    SuperModel model = TinyRun.superModel(data, 1);
    try (Trainer trainer = TinyRun.trainer(model, data).build()) {
      trainer.run(
          PolicySearch.builder().iterations(20).policySteps(1).weightSteps(0).policyLearningRate(0.3).lambda(10).build());
    }
    Architecture found = Architecture.argmax(model);
    int deepest = model.policyNodes().size() - 1;
    model.policyNodes().subList(0, deepest).forEach(node -> assertThat(found.branch("normal", node.layer())).as(node.key()).isEqualTo(Branch.SHARED));
  }

  @Test
  void aModelOfOneTaskIsTrainedAsThePlainBackboneAndHasNothingToSearch() {
    SuperModel model = TinyRun.superModel(data, 1, BatchNormPolicy.TASK_SPECIFIC, "depth_zbuffer");
    try (Trainer trainer = TinyRun.trainer(model, data).build();
        MultiTaskModel finished = trainer.run(new HardSharing(2, TinyRun.pre(1).updater(), 0))) {
      assertThat(trainer.evaluate(finished, Split.TEST).value("depth_zbuffer", "abs_error")).isPositive();
      assertThatThrownBy(() -> trainer.run(TinyRun.search(1))).isInstanceOf(InvalidInputException.class).hasMessageContaining("nothing to choose");
    }
  }

  @Test
  void candidatesKeepTheParameterLimitOrTheErrorNamesTheSmallest() {
    SuperModel model = TinyRun.superModel(data, 1);
    try (Trainer trainer = TinyRun.trainer(model, data).build()) {
      assertThatThrownBy(() -> trainer.run(PolicySampling.builder().candidates(2).maxParameters(0.01).build()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("sampling.maxParameters")
          .hasMessageContaining("the smallest has");
    }
  }

  @Test
  void listenersHearOfStagesAndValidations() {
    List<Object> heard = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stageStarted(StageStarted event) {
            heard.add(event);
          }

          @Override
          public void validated(Validated event) {
            heard.add(event.iteration());
          }

          @Override
          public void stageEnded(StageEnded event) {
            heard.add(event.stage());
          }
        };
    try (Trainer trainer = TinyRun.trainer(TinyRun.superModel(data, 1), data).validateEvery(2).listeners(listener).build()) {
      trainer.run(TinyRun.pre(4));
    }
    assertThat(heard).containsExactly(new StageStarted("search", "pre-train", 4, 0), 2, 4, "pre-train");
  }

  @Test
  void modelAndDataThatDoNotFitAreRefusedWithEveryProblem() {
    SuperModel model =
        SuperModel.builder(TinyRun.backbone())
            .task(Task.depth("distance"), TaskHead.conv1x1())
            .task(Task.segmentation("segment_semantic", 3), TaskHead.conv1x1())
            .build();
    assertThatThrownBy(() -> TinyRun.trainer(model, data).build())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no labels for task 'distance'")
        .hasMessageContaining("'segment_semantic' has 7 outputs, not 3");
  }

  @Test
  void divergedTrainingStopsAndSaysWhere() {
    SuperModel model = TinyRun.superModel(data, 1);
    model.parameters().get("layer.0.shared.weight").putScalar(0, Double.NaN);
    try (Trainer trainer = TinyRun.trainer(model, data).build()) {
      assertThatThrownBy(() -> trainer.run(TinyRun.pre(2)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("iteration 0 of stage pre-train")
          .hasMessageContaining("segment_semantic");
    }
  }

  @Test
  void randomArchitecturesMeetTheSizeThatIsAskedFor() {
    SuperModel model = TinyRun.superModel(data, 1);
    long all = ModelSize.singleTaskBackboneParameters(model);
    Stream.of(0.5, 0.7)
        .forEach(
            share -> {
              long target = Math.round(all * share);
              Architecture drawn = RandomArchitectures.ofSize(model, target, RandomStream.of(1, "test"));
              assertThat((double) ModelSize.backboneParameters(model, drawn)).isCloseTo(target, within(0.02 * target));
            });
  }

  @Test
  void aSharedBottomStaysSharedAndSomeSizesCannotBeHadWithIt() {
    SuperModel model = TinyRun.superModel(data, 1);
    long all = ModelSize.singleTaskBackboneParameters(model);
    int half = model.policyNodes().size() / 2;
    assertThat(RandomArchitectures.canHave(model, half, all)).isFalse();
    assertThat(RandomArchitectures.canHave(model, 0, all)).isTrue();
    long target = Math.round(0.6 * all);
    assertThat(RandomArchitectures.canHave(model, half, target)).isTrue();
    Architecture drawn = RandomArchitectures.withSharedBottom(model, half, target, RandomStream.of(1, "test"));
    assertThat((double) ModelSize.backboneParameters(model, drawn)).isCloseTo(target, within(0.03 * target)); // four layers have few sizes
    for (Task task : model.tasks()) {
      assertThat(model.policyNodes().subList(0, half)).allMatch(node -> drawn.branch(task.name(), node.layer()) == Branch.SHARED);
    }
  }

  @Test
  void trainingFromTheSearchedWeightsGoesOnFromThem() {
    SuperModel model = TinyRun.superModel(data, 1);
    try (Trainer trainer = TinyRun.trainer(model, data).build()) {
      trainer.run(TinyRun.pre(1));
      double[] searched = TinyRun.numbers(model);
      Architecture shared = Architecture.uniform(model, Branch.SHARED);
      try (MultiTaskModel finished =
          trainer.run(
              PostTraining.builder(shared)
                  .iterations(0)
                  .from(PostTrainingStart.SEARCHED)
                  .build())) {
        assertThat(finished.superModel().parameters().get("layer.0.shared.weight")).isEqualTo(model.parameters().get("layer.0.shared.weight"));
      }
      assertThat(Arrays.equals(TinyRun.numbers(model), searched)).isTrue();
    }
  }
}
