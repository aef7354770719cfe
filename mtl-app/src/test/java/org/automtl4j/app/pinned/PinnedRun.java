package org.automtl4j.app.pinned;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.TrainerBuilder;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.automtl.compat.IdleParameters;
import org.automtl4j.train.automtl.compat.LoaderExhaustion;
import org.automtl4j.train.automtl.compat.PolicyRate;
import org.automtl4j.train.automtl.compat.ResumeRule;
import org.automtl4j.train.automtl.stage.HardSharing;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PostTrainingStart;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.checkpoint.CheckpointSettings;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.schedule.TemperatureSchedule;
import org.automtl4j.train.step.TaskStepping;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/**
 * A stage of a few hundred parameters whose checkpoints stand among the test resources. What it does never changes: new runs get new names.
 *
 * @param name of the run, and of its folder
 * @param tasks that it trains
 * @param stop iterations after which it was interrupted
 * @param setting what it asks of the trainer
 * @param stage what the trainer is told, and the architecture that this gives, if it gives one
 */
record PinnedRun(
    String name, List<String> tasks, int stop, UnaryOperator<TrainerBuilder> setting, Function<Trainer, Optional<Architecture>> stage) {
  private static final List<String> BOTH = List.of("depth_zbuffer", "normal");

  @Override
  public String toString() {
    return name;
  }

  /** Whether it takes over less than all when it is resumed, as the published code, and so ends elsewhere than without an interruption. */
  boolean resumesOtherwise() {
    return name.endsWith("published-resume");
  }

  /** One of each stage and rule, and of what the published code does otherwise. */
  static List<PinnedRun> all() {
    UnaryOperator<TrainerBuilder> plain = builder -> builder;
    return List.of(
        new PinnedRun("pre-train-adam", BOTH, 3, builder -> builder.validateEvery(2), doing(trainer ->
            trainer.run(PreTraining.builder().iterations(5).updater(new Adam(2e-3, 0.5, 0.999, 1e-8)).build()))),
        new PinnedRun("pre-train-momentum-joint", BOTH, 2, builder -> builder.taskStepping(TaskStepping.JOINT), doing(trainer ->
            trainer.run(PreTraining.builder().iterations(4).updater(new Nesterovs(0.01, 0.9)).weightDecay(1e-3).build()))),
        new PinnedRun("policy-train", BOTH, 4, builder -> builder.weight("normal", 2), doing(trainer -> trainer.run(PolicySearch.builder().iterations(7)
            .policySteps(2).weightSteps(1).policyLearningRate(0.1).weightUpdater(new Nesterovs(0.01, 0.9)).lambda(0.05).reportedScale(1)
            .temperature(new TemperatureSchedule.Geometric(5, 0.5, 5)).build()))),
        new PinnedRun("policy-train-published", BOTH, 4,
            builder -> builder.compat(Compat.builder().idleParameters(IdleParameters.DECAY).policyRate(PolicyRate.DROP)
                .loaderExhaustion(LoaderExhaustion.LOSE_TURN).taskIterations(2, 1).build()),
            doing(trainer -> trainer.run(PolicySearch.builder().iterations(7).policySteps(1).weightSteps(2).policyLearningRate(0.1)
                .weightUpdater(new Adam(1e-3)).lambda(0.05).frozenLogits(1).build()))),
        new PinnedRun("candidates", BOTH, 3, plain, trainer -> Optional.of(trainer.run(PolicySampling.builder().candidates(2).iterations(2).build()))),
        new PinnedRun("post-train-adam", BOTH, 3, builder -> builder.weight("depth_zbuffer", 0.5), doing(trainer ->
            trainer.run(PostTraining.builder(mixed(trainer.superModel())).iterations(5)
                .updater(Adam.builder().learningRateSchedule(new StepSchedule(ScheduleType.ITERATION, 1e-2, 0.5, 2)).beta1(0.5).beta2(0.999).epsilon(1e-8).build()).build()).close())),
        new PinnedRun("post-train-momentum-searched", BOTH, 2, plain, doing(trainer ->
            trainer.run(PostTraining.builder(mixed(trainer.superModel())).iterations(4).updater(new Nesterovs(0.01, 0.9))
                .from(PostTrainingStart.SEARCHED).build()).close())),
        new PinnedRun("post-train-published-resume", BOTH, 3, builder -> builder.compat(Compat.builder().resume(ResumeRule.PUBLISHED).build()),
            doing(trainer -> trainer.run(PostTraining.builder(mixed(trainer.superModel())).iterations(6)
                .updater(new Adam(new StepSchedule(ScheduleType.ITERATION, 1e-2, 0.5, 2))).build()).close())),
        new PinnedRun("hard-sharing-momentum", BOTH, 2, plain, doing(trainer -> trainer.run(new HardSharing(4, new Nesterovs(0.01, 0.9), 1e-3)).close())),
        new PinnedRun("single-task-adam", List.of("normal"), 2, plain, doing(trainer -> trainer.run(new HardSharing(4, new Adam(2e-3), 1e-4)).close())),
        new PinnedRun("single-task-descent", List.of("depth_zbuffer"), 2, plain, doing(trainer ->
            trainer.run(new HardSharing(4, new Sgd(0.05), 0)).close())));
  }

  private static Function<Trainer, Optional<Architecture>> doing(Consumer<Trainer> stage) {
    return trainer -> {
      stage.accept(trainer);
      return Optional.empty();
    };
  }

  /** Each branch somewhere. */
  private static Architecture mixed(SuperModel model) {
    return Architecture.uniform(model, Branch.SHARED).with("depth_zbuffer", 0, Branch.SPECIFIC).with("normal", 4, Branch.SKIP);
  }

  /**
   * Runs the stage in a folder of checkpoints: to its end, or until it is interrupted.
   *
   * @return the architecture that it gives, if it gives one
   */
  Optional<Architecture> run(Path folder, DataType type, StopSignal signal) {
    SyntheticScenes data = SyntheticScenes.builder().size(16, 16).counts(12, 4, 4).seed(3).tasks(tasks.toArray(String[]::new)).build();
    Backbone backbone = Backbone.builder("pinned").input(3).convolution(2, 3, c -> c.stride(2).pad(1)).batchNorm().relu().dropout(0.3)
        .convolution(2, 3, c -> c.pad(1)).batchNorm().relu().build();
    SuperModel.Builder builder = SuperModel.builder(backbone).batchNormPolicy(BatchNormPolicy.SEARCH).seed(1).dataType(type);
    tasks.forEach(task -> builder.task(data.task(task), TaskHead.conv1x1(2)));
    SuperModel model = builder.build();
    try (Trainer trainer = setting.apply(Trainer.builder(model, data).batchSize(4).seed(7)).resume(folder, new CheckpointSettings(0, 2))
        .stopSignal(signal).build()) {
      return stage.apply(trainer);
    }
  }
}
