package org.automtl4j.train.automtl.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.loss.CrossEntropyLoss;
import org.automtl4j.data.loss.LossTerm;
import org.automtl4j.data.loss.SquaredErrorLoss;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.data.metric.PublishedReferences;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.automtl.compat.CompatHabits;
import org.automtl4j.train.automtl.stage.HardSharing;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.evaluate.Validation;
import org.automtl4j.train.method.BalanceSettings;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.Sources;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.method.settings.RunSettings;
import org.automtl4j.train.schedule.TemperatureSchedule;
import org.automtl4j.train.step.TaskStepping;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** The words that stand in checkpoints, letter by letter: those of the present format, and those that release 0.1 wrote. */
class SettingsTest {

  /** A loss of a user's own that says what it is. */
  private record OwnLoss(double factor) implements TaskLoss {
    @Override
    public LossTerm build(SameDiff sd, SDVariable prediction, SDVariable label, Optional<SDVariable> mask) {
      throw new UnsupportedOperationException("only named here");
    }
  }

  /** A schedule of a user's own that says nothing. */
  private static final class Silent implements ISchedule {
    private static final long serialVersionUID = 1L;

    @Override
    public double valueAt(int iteration, int epoch) {
      return 0.1;
    }

    @Override
    public ISchedule clone() {
      return this;
    }
  }

  private static Dependencies run(Map<String, TaskLoss> losses) {
    SyntheticScenes data = SyntheticScenes.builder().size(16, 16).counts(4, 4, 4).seed(3).tasks("segment_semantic", "depth_zbuffer").build();
    SuperModel model = SuperModel.builder(Backbone.builder("named").input(3).convolution(2, 3, c -> c.pad(1)).build()).seed(1)
        .task(data.task("segment_semantic"), TaskHead.aspp(4)).task(data.task("depth_zbuffer"), TaskHead.conv1x1()).build();
    Compat compat = Compat.builder().taskIterations(2, 1).references(PublishedReferences.CITYSCAPES).build();
    LoopSettings settings = new LoopSettings("search", data, 4, TaskStepping.ALTERNATING, 7, 0, 1, Map.of(), Map.of("depth_zbuffer", 0.5), losses,
        new Validation(3, Optional.of("depth_zbuffer.rmse"), 2, true), List.of(), new CompatHabits(compat), Optional.empty(), new StopSignal(), Sources.seeded(),
        BalanceSettings.NONE);
    return RunSettings.of(settings, model.network()).and(ModelSettings.of(settings, model.network()));
  }

  @Test
  void release01WroteARunsSettingsSo() {
    Map<String, String> words = run(Map.of("segment_semantic", new CrossEntropyLoss(IgnoreRule.values(-1.0, 255.0), List.of(1.0, 2.0), true),
        "depth_zbuffer", new SquaredErrorLoss(IgnoreRule.atMost(3e-5)))).former();
    assertThat(words).containsEntry("weights", "{depth_zbuffer=0.5}")
        .containsEntry("validation", "Validation[every=3, metric=Optional[depth_zbuffer.rmse], patience=2, takeBest=true]")
        .containsEntry("compat", "Compat[loaderExhaustion=NEXT_EPOCH, idleParameters=SKIP, policyRate=CONSTANT, taskIterations=[2, 1], sharedBottom=FIXED, "
            + "meanIou=PRESENT_CLASSES, unknownPixels=LEFT_OUT, unsupportedFields=REFUSE, references=Optional[CITYSCAPES]]")
        .containsEntry("numbers", "FLOAT");
    assertThat(words.get("task segment_semantic")).startsWith("Task[name=segment_semantic, kind=SEGMENTATION, outputs=").endsWith(
        ", head org.automtl4j.graph.head.AsppHead, loss CrossEntropyLoss[ignore=Values[values=[-1.0, 255.0]], classWeights=[1.0, 2.0], usesMask=true]");
    assertThat(words.get("task depth_zbuffer")).endsWith("head org.automtl4j.graph.head.Conv1x1Head, loss SquaredErrorLoss[ignore=AtMost[threshold=3.0E-5]]");
    assertThat(run(Map.of("depth_zbuffer", new OwnLoss(2))).former().get("task depth_zbuffer")).endsWith(", loss OwnLoss[factor=2.0]");
  }

  @Test
  void aRunsSettingsAreWrittenSo() {
    Map<String, String> words = run(Map.of("segment_semantic", new CrossEntropyLoss(IgnoreRule.values(-1.0, 255.0), List.of(1.0, 2.0), true),
        "depth_zbuffer", new SquaredErrorLoss(IgnoreRule.atMost(3e-5)))).now();
    assertThat(words).containsEntry("weight.depth_zbuffer", "0.5").containsEntry("validation.metric", "depth_zbuffer.rmse")
        .containsEntry("compat.references", "CITYSCAPES").containsEntry("compat.taskIterations", "[2, 1]")
        .containsEntry("task.segment_semantic.head", "aspp{width=4}").containsEntry("task.depth_zbuffer.head", "conv1x1{}")
        .containsEntry("task.segment_semantic.loss", "crossEntropy ignoring values [-1.0, 255.0], class weights [1.0, 2.0], masked")
        .containsEntry("task.depth_zbuffer.loss", "squaredError ignoring at most 3.0E-5");
    assertThat(run(Map.of("depth_zbuffer", new OwnLoss(2))).now()).containsEntry("task.depth_zbuffer.loss", "OwnLoss[factor=2.0]");
    TaskLoss lambda = (sd, prediction, label, mask) -> new LossTerm(prediction, prediction);
    assertThat(run(Map.of("depth_zbuffer", lambda)).now()).containsEntry("task.depth_zbuffer.loss", SettingsTest.class.getName());
  }

  @Test
  void updatersAndSchedulesAreWrittenInBothFormats() {
    Dependencies momentum = StageSettings.of(new HardSharing(4, new Nesterovs(new StepSchedule(ScheduleType.ITERATION, 0.1, 0.5, 4), 0.9), 1e-3));
    assertThat(momentum.now()).isEqualTo(Map.of("hardSharing.iterations", "4", "hardSharing.weightDecay", "0.001", "hardSharing.updater", "momentum",
        "hardSharing.updater.momentum", "0.9", "hardSharing.updater.learningRate", "0.1 times 0.5 every 4.0"));
    assertThat(momentum.former()).containsEntry("HardSharing.iterations", "4").containsEntry("HardSharing.updater",
        new Nesterovs(new StepSchedule(ScheduleType.ITERATION, 0.1, 0.5, 4), 0.9).toString());
    assertThat(StageSettings.of(PreTraining.builder().updater(new Sgd(0.1)).build()).now()).containsEntry("preTraining.updater", "descent");
    // What says nothing of itself is called by its class: by an address in memory no other process would know it again.
    assertThat(StageSettings.of(PreTraining.builder().updater(new Adam(new Silent())).build()).now())
        .containsEntry("preTraining.updater.learningRate", Silent.class.getName());
  }

  @Test
  void temperaturesAreWrittenInBothFormats() {
    Dependencies steps = StageSettings.of(PolicySearch.builder().build());
    assertThat(steps.now()).containsEntry("policySearch.temperature", "5.0 times 0.965 every 101").doesNotContainKey("policySearch.reportedScale");
    assertThat(steps.former()).containsEntry("PolicySearch.temperature", "Stepwise[start=5.0, decay=0.965, every=101]");
    Dependencies geometric = StageSettings.of(PolicySearch.builder().temperature(new TemperatureSchedule.Geometric(5, 0.5, 9)).build());
    assertThat(geometric.now()).containsEntry("policySearch.temperature", "5.0 to 0.5 in 9");
    assertThat(geometric.former()).containsEntry("PolicySearch.temperature", "Geometric[start=5.0, end=0.5, iterations=9]");
  }
}
