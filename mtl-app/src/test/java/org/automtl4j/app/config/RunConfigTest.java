package org.automtl4j.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.nyuv2.NormalEncoding;
import org.automtl4j.golden.property.IntRange;
import org.automtl4j.golden.property.Property;
import org.automtl4j.golden.property.Text;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.train.automtl.config.AutoMtlSettings;
import org.automtl4j.train.automtl.config.PolicySearchConfig;
import org.automtl4j.train.automtl.config.PostTrainingConfig;
import org.automtl4j.train.automtl.config.PreTrainingConfig;
import org.automtl4j.train.automtl.config.StageName;
import org.automtl4j.train.automtl.stage.PostTrainingStart;
import org.automtl4j.train.config.ScheduleConfig;
import org.automtl4j.train.config.StepConfig;
import org.automtl4j.train.config.UpdaterConfig;
import org.automtl4j.train.schedule.TemperatureSchedule;
import org.automtl4j.train.step.DecayScope;
import org.automtl4j.train.step.StepSettings;
import org.automtl4j.train.step.TaskStepping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

class RunConfigTest {
  static final String SMALL = """
      backbone: demo
      data: {layout: synthetic}
      tasks:
        - {name: depth, kind: DEPTH, head: conv1x1}
      """;

  private static final StepConfig PUBLISHED = new StepConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static RunConfig small(String... assignments) {
    return RunConfig.parse(SMALL, "small.yaml", List.of(assignments));
  }

  private static AutoMtlSettings settings(RunConfig config) {
    return config.method().as(AutoMtlSettings.class).orElseThrow();
  }

  @Test
  void whatIsLeftOutHasThePublishedDefaults() {
    RunConfig config = small();
    assertThat(settings(config).stages()).containsExactly(StageName.PRE, StageName.SEARCH, StageName.SAMPLE, StageName.POST);
    assertThat(config.taskStepping()).isEqualTo(TaskStepping.AUTO);
    assertThat(config.stepping()).isEqualTo(TaskStepping.ALTERNATING);
    assertThat(settings(config).batchNormPolicy()).isEqualTo(BatchNormPolicy.TASK_SPECIFIC);
    assertThat(settings(config).preTraining()).isEqualTo(new PreTrainingConfig(10_000, new UpdaterConfig.Adam(1e-4, 0.5, 0.999, 1e-8), 1e-4, Optional.empty(), PUBLISHED));
    assertThat(settings(config).policySearch()).isEqualTo(new PolicySearchConfig(20_000, 100, 400, 0.01, 5e-4, new UpdaterConfig.Sgd(1e-4, 0.9), 1e-4, 5e-4, 5,
        Optional.empty(), Optional.empty(), 0, Optional.empty(), PUBLISHED));
    assertThat(settings(config).postTraining()).isEqualTo(new PostTrainingConfig(30_000, new UpdaterConfig.Adam(1e-3, 0.5, 0.999, 1e-8), 1e-4,
        new ScheduleConfig.Step(0.5, 4_000, Optional.empty()), PostTrainingStart.SCRATCH, PUBLISHED));
    assertThat(config.baselines()).isEmpty();
    assertThat(config.threads()).isEmpty();
    assertThat(config.tasks().get(0).head()).isEqualTo(new HeadConfig.Conv1x1(Optional.empty()));
  }

  @Test
  void theDemoIsReady() {
    RunConfig demo = RunConfig.resolve("demo", List.of());
    assertThat(RunConfig.names()).contains("demo");
    assertThat(demo.name()).isEqualTo("demo");
    assertThat(demo.tasks().stream().map(TaskConfig::toTask))
        .containsExactly(Task.segmentation("segment_semantic", 7), Task.depth("depth_zbuffer"), Task.normals("normal"));
    assertThat(demo.baselines()).containsExactly(Baseline.HARD, Baseline.SINGLE);
    assertThat(settings(demo).policySearch().policyIterations()).isEqualTo(134);
    assertThat(settings(demo).policySearch().temperatureSchedule()).isEqualTo(new TemperatureSchedule.Geometric(5, 0.3, 134));
    assertThat(RunConfig.text("demo")).startsWith("# The five-minute demo").contains("departs from the paper");
  }

  @Test
  void everyReadyConfigurationReadsBackEqual(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("tasks.yaml"), "tasks: {floor: {kind: segmentation, classes: [yes, no]}, weather: {kind: regression, outputs: 2}}");
    for (String name : RunConfig.names()) {
      RunConfig config = RunConfig.resolve(name, name.equals("folder") ? List.of("data.root=" + folder) : List.of());
      assertThat(RunConfig.parse(config.toYaml(), "written", List.of())).isEqualTo(config);
    }
  }

  @Test
  void withoutTasksThoseOfTheFolderAreTaken(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("tasks.yaml"), "tasks: {floor: {kind: segmentation, classes: [yes, no]}, weather: {kind: regression, outputs: 2}}");
    RunConfig config = RunConfig.resolve("folder", List.of("data.root=" + folder));
    assertThat(config.tasks().stream().map(TaskConfig::name)).containsExactly("floor", "weather");
    assertThat(config.tasks().get(0).outputs()).contains(2);
    assertThat(config.tasks().get(0).head()).isEqualTo(new HeadConfig.Aspp(256, 0.5));
    assertThat(config.tasks().get(1).head()).isEqualTo(new HeadConfig.Linear());
    assertThatThrownBy(() -> RunConfig.resolve("folder", List.of("data.root=" + folder.resolve("none"))))
        .hasMessageContaining("tasks.yaml: there is no such file");
    assertThatThrownBy(() -> RunConfig.resolve("demo", List.of("tasks=[]"))).hasMessageContaining("tasks: found none, allowed: at least one");
  }

  @Test
  void aSectionGivenInPartKeepsTheRestOfItsDefault() {
    RunConfig config = small("preTraining.updater.learningRate=2e-3", "policySearch.lambda=5e-3");
    assertThat(settings(config).preTraining().updater()).isEqualTo(new UpdaterConfig.Adam(2e-3, 0.5, 0.999, 1e-8));
    assertThat(settings(config).policySearch().lambda()).isEqualTo(5e-3);
    assertThat(settings(config).policySearch().policySteps()).isEqualTo(100);
  }

  @Test
  void anotherVariantStartsFromItsOwnDefaults() {
    RunConfig config = small("preTraining.updater={type: SGD, learningRate: 0.1}", "postTraining.schedule=CONSTANT");
    assertThat(settings(config).preTraining().updater()).isEqualTo(new UpdaterConfig.Sgd(0.1, 0));
    assertThat(settings(config).postTraining().schedule()).isEqualTo(new ScheduleConfig.Constant(Optional.empty()));
  }

  @Test
  void anyKeyCanBeSet() {
    RunConfig config = small("seed=7", "name=mine", "stages=[PRE, SEARCH]", "baselines=[single, hard, single]", "tasks.depth.weight=2",
        "tasks.0.ignore=[0, -1.5]",
        "data.size=[32, 24]", "tasks.0.head.width=9", "threads=3", "data.seed=-5");
    assertThat(config.seed()).isEqualTo(7);
    assertThat(settings(config).stages()).containsExactly(StageName.PRE, StageName.SEARCH);
    assertThat(config.baselines()).containsExactly(Baseline.HARD, Baseline.SINGLE);
    assertThat(config.tasks().get(0).weight()).isEqualTo(2);
    assertThat(config.tasks().get(0).ignore()).contains(List.of(0.0, -1.5));
    assertThat(config.tasks().get(0).head()).isEqualTo(new HeadConfig.Conv1x1(Optional.of(9)));
    assertThat(config.data()).isEqualTo(new DataConfig.Synthetic(List.of(32, 24), 1500, 200, 300, Optional.of(-5L), 1));
    assertThat(config.threads()).contains(3);
    assertThat(config.with("threads=").threads()).isEmpty();
    assertThat(config.with("seed=8").with("seed=7")).isEqualTo(config);
  }

  @Test
  void tasksAreThoseOfTheDataSet() {
    RunConfig demo = RunConfig.resolve("demo", List.of("tasks.normal.ignore=[7]", "data.seed=5"));
    MultiTaskDataSet data = demo.openData();
    assertThat(data.fingerprint()).contains("seed=5").contains("size=48x48").contains("train=1500 val=200 test=300");
    assertThat(demo.with("data.seed=").data().open(request(77, "normal")).fingerprint()).contains("seed=77");
    List<Task> tasks = demo.tasks().stream().map(task -> task.of(data)).toList();
    assertThat(tasks.get(0).classNames()).isEqualTo(data.tasks().get(0).classNames()).doesNotContain("0");
    assertThat(tasks.get(2).ignore()).isEqualTo(IgnoreRule.values(7.0));
    assertThatThrownBy(() -> demo.with("tasks.0.outputs=5").tasks().get(0).of(data))
        .isInstanceOf(InvalidInputException.class).hasMessageStartingWith("tasks.segment_semantic.outputs: found 5, allowed: 7");
    assertThatThrownBy(() -> demo.with("tasks.normal.kind=KEYPOINTS").tasks().get(2).of(data))
        .isInstanceOf(InvalidInputException.class).hasMessageStartingWith("tasks.normal.kind: found KEYPOINTS, allowed: NORMALS");
    assertThatThrownBy(() -> demo.with("tasks.normal.name=normals").tasks().get(2).of(data))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("'normals'").hasMessageContaining("segment_semantic");
    assertThatThrownBy(() -> demo.data().open(request(1, "flow"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("'flow'");
  }

  private static DataRequest request(long seed, String task) {
    return new DataRequest(seed, List.of(task), InputConfig.USUAL, NormalEncoding.UNIT);
  }

  @Test
  void headsAreThoseOfTheSuperModel() {
    assertThat(new HeadConfig.Aspp(32, 0.25).toHead().settings()).isEqualTo(Map.of("width", 32, "dropout", 0.25));
    assertThat(new HeadConfig.Conv1x1(Optional.of(48)).toHead().settings()).isEqualTo(Map.of("width", 48));
    assertThat(new HeadConfig.Conv1x1(Optional.empty()).toHead().settings()).isEmpty();
    assertThat(new HeadConfig.Linear().toHead().type()).isEqualTo("linear");
  }

  @Test
  void anotherLocaleChangesNothing() {
    Locale before = Locale.getDefault();
    try {
      String expected = RunConfig.resolve("demo", List.of("policySearch.lambda=5e-3")).toYaml();
      for (String tag : List.of("tr-TR", "ar-EG", "de-DE")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(RunConfig.resolve("demo", List.of("taskStepping=auto", "policySearch.lambda=5e-3", "stages=[pre, search, sample, post]")).toYaml())
            .isEqualTo(expected);
        assertThatThrownBy(() -> small("policySearch.ITERATIONS=1")).hasMessageContaining("did you mean 'iterations'?");
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void updatersAreThoseOfDeeplearning4j() {
    RunConfig config = small();
    assertThat(settings(config).preTraining().updater().toUpdater()).isEqualTo(new Adam(1e-4, 0.5, 0.999, 1e-8));
    assertThat(settings(config).policySearch().weightUpdater().toUpdater()).isEqualTo(new Nesterovs(1e-4, 0.9));
    assertThat(settings(config).postTraining().scheduledUpdater().getLearningRate(8_000, 0)).isCloseTo(2.5e-4, within(1e-12));
    assertThat(new UpdaterConfig.Sgd(1, 0.5).toUpdater(new ScheduleConfig.Constant(Optional.empty()).toSchedule(0.25, 10)).getLearningRate(9, 0)).isEqualTo(0.25);
  }

  @Test
  void stepsAndSchedulesReachTheStages() {
    RunConfig config = small("preTraining.updater={type: ADAMW, learningRate: 0.1}", "preTraining.iterations=10", "preTraining.schedule={type: COSINE, warmUp: 1}",
        "preTraining.step={decayOn: KERNELS, headRate: 10, clipNorm: 2, accumulate: 3}", "policySearch.weightSchedule={type: LINEAR, end: 1e-5}",
        "postTraining.schedule={type: POLY}", "postTraining.iterations=8");
    assertThat(settings(config).preTraining().scheduledUpdater().getLearningRate(0, 0)).isCloseTo(0.05, within(1e-12));
    assertThat(settings(config).preTraining().scheduledUpdater().getLearningRate(5, 0)).isCloseTo(0.05, within(1e-12));
    assertThat(settings(config).preTraining().step().toSettings(settings(config).preTraining().updater())).isEqualTo(
        StepSettings.PUBLISHED.withDecoupledDecay().withDecayOn(DecayScope.KERNELS).withHeadRate(10).withClipNorm(2).withAccumulation(3));
    assertThat(settings(config).policySearch().step().toSettings(settings(config).policySearch().weightUpdater())).isEqualTo(StepSettings.PUBLISHED);
    assertThat(settings(config).policySearch().scheduledUpdater().getLearningRate(20_000, 0)).isEqualTo(1e-5);
    assertThat(settings(config).postTraining().scheduledUpdater().getLearningRate(4, 0)).isCloseTo(1e-3 * Math.pow(0.5, 0.9), within(1e-12));
    assertThat(RunConfig.parse(config.toYaml(), "again.yaml", List.of())).isEqualTo(config);
  }

  @Test
  void policyIterationsAreThoseOfTheTurns() {
    RunConfig config = small("policySearch.policySteps=3", "policySearch.weightSteps=4");
    for (int iterations = 0; iterations < 30; iterations++) {
      int counted = 0;
      for (int i = 0; i < iterations; i++) {
        counted += i % 7 < 3 ? 1 : 0;
      }
      assertThat(settings(config.with("policySearch.iterations=" + iterations)).policySearch().policyIterations()).isEqualTo(counted);
    }
    assertThat(settings(config).policySearch().temperatureSchedule()).isEqualTo(new TemperatureSchedule.Stepwise(5, 0.965, 4));
  }

  @Test
  void aFileNamesTheRunUnlessItSaysItself(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("my robot.yaml");
    Files.writeString(file, SMALL, StandardCharsets.UTF_8);
    assertThat(RunConfig.read(file).name()).isEqualTo("my-robot");
    assertThat(RunConfig.resolve(file.toString(), List.of("seed=3")).seed()).isEqualTo(3);
    assertThat(RunConfig.resolve(file.toString(), List.of("name=other")).name()).isEqualTo("other");
  }

  @Test
  void filesThatCannotBeReadAreNamed(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> RunConfig.read(folder.resolve("none.yaml"))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none.yaml: no such file");
    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertThatThrownBy(() -> RunConfig.read(binary)).isInstanceOf(InvalidInputException.class).hasMessageContaining("binary.yaml")
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> RunConfig.read(folder)).isInstanceOf(InvalidInputException.class).hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> RunConfig.resolve("dmeo", List.of()))
        .isInstanceOf(InvalidInputException.class).hasMessage("'dmeo' is neither a file nor a ready configuration; did you mean 'demo'?");
    assertThatThrownBy(() -> RunConfig.text("unheard-of")).isInstanceOf(InvalidInputException.class).hasMessageContaining("ready are: demo");
  }

  @Property(tries = 200)
  void whateverIsSetReadsBackEqual(
      @Text(min = 1, max = 8, of = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") String name, long seed, @IntRange(min = -300, max = 300) int exponent,
      @IntRange(min = 1) int batch, @Text(min = 1, max = 20) String backbone) {
    double rate = 1.2345678901234567 * Math.pow(10, exponent);
    RunConfig base = small("name=x" + name, "seed=" + seed, "batch=" + batch, "policySearch.policyLearningRate=" + rate, "policySearch.finalTemperature="
        + rate);
    RunConfig config = new RunConfig(RunConfig.VERSION, base.name(), seed, batch, Optional.of(2), backbone.isBlank() ? "b" : backbone, Optional.empty(), Optional.empty(),
        Optional.empty(), base.taskStepping(), base.balancing(), base.conflicts(), base.data(), base.input(), base.tasks(), base.method(), base.validation(), base.checkpoints(), base.budget(), base.baselines(), base.compat());
    assertThat(RunConfig.parse(config.toYaml(), "written", List.of())).isEqualTo(config);
  }
}
