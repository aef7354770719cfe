package org.automtl4j.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.automtl4j.app.config.AugmentationConfig;
import org.automtl4j.app.config.BalancingConfig;
import org.automtl4j.app.config.BudgetConfig;
import org.automtl4j.app.config.CheckpointConfig;
import org.automtl4j.app.config.CompatConfig;
import org.automtl4j.app.config.ConflictsConfig;
import org.automtl4j.app.config.DataConfig;
import org.automtl4j.app.config.HeadConfig;
import org.automtl4j.app.config.InputConfig;
import org.automtl4j.app.config.MethodConfig;
import org.automtl4j.app.config.NddrAugmentationConfig;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.config.TaskConfig;
import org.automtl4j.app.config.ValidationConfig;
import org.automtl4j.data.augmentation.Augmentation;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.nddr.NddrAugmentation;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.mtlnas.FusionSettings;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.automtl.config.AutoMtlSettings;
import org.automtl4j.train.automtl.config.PolicySearchConfig;
import org.automtl4j.train.automtl.config.PostTrainingConfig;
import org.automtl4j.train.automtl.config.PreTrainingConfig;
import org.automtl4j.train.automtl.config.SamplingConfig;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.checkpoint.CheckpointSettings;
import org.automtl4j.train.config.ScheduleConfig;
import org.automtl4j.train.config.StepConfig;
import org.automtl4j.train.config.UpdaterConfig;
import org.automtl4j.train.mtlnas.EdgeSearch;
import org.automtl4j.train.mtlnas.FusionTraining;
import org.automtl4j.train.mtlnas.config.MtlNasSettings;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.IUpdater;

/** What is not said means the same in Java and in a configuration. */
class DefaultsTest {
  private static final RunConfig CONFIG = RunConfig.parse("""
      backbone: demo
      data: {layout: synthetic}
      tasks: [{name: depth_zbuffer, kind: DEPTH, head: {type: aspp}}]
      """, "test", List.of());
  private static final AutoMtlSettings SETTINGS = CONFIG.method().as(AutoMtlSettings.class).orElseThrow();
  private static final SuperModel MODEL = SuperModel.builder(Backbone.named("demo"))
      .task(SyntheticScenes.builder().build().task("depth_zbuffer"), TaskHead.conv1x1()).build();
  private static final String RATES = ".*\\.?learningRate(Schedule)?";
  private static final Architecture ARCHITECTURE = Architecture.uniform(MODEL, Branch.SHARED);

  /** Each stage that has a builder: as the builder makes it, and as a configuration does. */
  private static final Map<Class<?>, List<Object>> STAGES = Map.of(
      PreTraining.class, List.of(PreTraining.builder().build(), SETTINGS.pre()),
      PolicySearch.class, List.of(PolicySearch.builder().build(), SETTINGS.search()),
      PolicySampling.class, List.of(PolicySampling.builder().build(), SETTINGS.sample()),
      PostTraining.class, List.of(PostTraining.builder(ARCHITECTURE).build(), SETTINGS.post(ARCHITECTURE)));

  /** Sections that other tests of this class compare, and those that nothing in Java has a default for. */
  private static final Set<Class<?>> COMPARED = Set.of(PreTrainingConfig.class, PolicySearchConfig.class, SamplingConfig.class, PostTrainingConfig.class,
      UpdaterConfig.class, ScheduleConfig.class, ValidationConfig.class, CheckpointConfig.class, CompatConfig.class, AugmentationConfig.class, NddrAugmentationConfig.class, DataConfig.class,
      BalancingConfig.class, ConflictsConfig.class,
      HeadConfig.class, BudgetConfig.class, StepConfig.class);
  private static final Set<Class<?>> WITHOUT_DEFAULTS_IN_JAVA = Set.of(TaskConfig.class, InputConfig.class, MethodConfig.class);

  @Test
  void everyStageOfABuilderIsThatOfAConfiguration() {
    Set<String> found = new ClassFileImporter().importPackages(PreTraining.class.getPackageName()).stream()
        .filter(c -> c.getSimpleName().equals("Builder")).map(JavaClass::getEnclosingClass).map(c -> c.orElseThrow().getName()).collect(Collectors.toSet());
    assertThat(found).as("stages that have a builder").isEqualTo(STAGES.keySet().stream().map(Class::getName).collect(Collectors.toSet()));
    STAGES.forEach((stage, made) -> assertThat(components(made.get(1))).as(stage.getSimpleName()).isEqualTo(components(made.get(0))));
  }

  @Test
  void stagesOfFusionNetworksAreThoseOfTheirBuilders() {
    RunConfig config = RunConfig.parse("""
        backbone: demo
        data: {layout: synthetic}
        tasks: [{name: depth_zbuffer, kind: DEPTH, head: {type: conv1x1}}, {name: normal, kind: NORMALS, head: {type: conv1x1}}]
        taskStepping: JOINT
        method: {name: mtl-nas}
        """, "test", List.of());
    MtlNasSettings nas = config.method().as(MtlNasSettings.class).orElseThrow();
    FusionView view = new FusionView.Alone();
    EdgeSearch configured = nas.search().stage();
    EdgeSearch built = EdgeSearch.builder().build();
    assertThat(configured).usingRecursiveComparison().ignoringFieldsMatchingRegexes(RATES).isEqualTo(built);
    assertSameRates(configured.weights().updater(), built.weights().updater());
    assertSameRates(configured.gates().updater(), built.gates().updater());
    FusionTraining single = nas.single().stage("alone", view, Optional.empty(), false);
    FusionTraining alone = FusionTraining.builder("alone", view).build();
    assertThat(single).usingRecursiveComparison().ignoringFieldsMatchingRegexes(RATES).isEqualTo(alone);
    assertSameRates(single.updater(), alone.updater());
    assertThat(nas.last()).isEqualTo(nas.single());
    assertThat(nas.space().toSettings(List.of())).isEqualTo(FusionSettings.mtlNas());
  }

  /** A rate may be said as a number or as a schedule that stays there. */
  private static void assertSameRates(IUpdater configured, IUpdater built) {
    for (int iteration : new int[] {0, 1, 10_000, 20_000}) {
      assertThat(configured.getLearningRate(iteration, 0)).isEqualTo(built.getLearningRate(iteration, 0));
    }
  }

  @Test
  void everySectionIsCompared() {
    Set<Class<?>> sections = new LinkedHashSet<>();
    sections(RunConfig.class, sections);
    sections(AutoMtlSettings.class, sections);
    assertThat(sections).hasSizeGreaterThan(12).allSatisfy(section -> assertThat(COMPARED.contains(section) || WITHOUT_DEFAULTS_IN_JAVA.contains(section))
        .as(section + " is compared with the defaults of Java").isTrue());
  }

  @Test
  void aTrainerOfABuilderIsThatOfAConfigurationButForWhatTheConfigurationAdds() {
    // Each run names its trainers, and has threads that prepare batches; seeds are 1 in configurations and the super-model's in Java.
    var data = SyntheticScenes.builder().tasks("depth_zbuffer").build();
    try (Trainer java = Trainer.builder(MODEL, data).build();
        Trainer configured = Trainers.builder(CONFIG, "search", MODEL.network(), MODEL.parameters(), data).prefetch(0).dataThreads(1).seed(MODEL.seed()).build()) {
      Map<String, Object> expected = settings(java);
      Map<String, Object> found = settings(configured);
      List.of("data", "weights", "stop", "sources").forEach(differs -> {
        assertThat(expected).containsKey(differs);
        expected.remove(differs);
        found.remove(differs);
      });
      assertThat(found).hasSizeGreaterThan(8).isEqualTo(expected);
    }
  }

  private static Map<String, Object> settings(Trainer trainer) {
    try {
      var field = Trainer.class.getDeclaredField("settings");
      field.setAccessible(true);
      return components(field.get(trainer));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBalancingMethodOfWhichNothingIsSaidIsJavas() {
    Map.ofEntries(Map.entry("EW", Balancing.ew()), Map.entry("UW", Balancing.uw()), Map.entry("DWA", Balancing.dwa()), Map.entry("GLS", Balancing.gls()),
        Map.entry("RLW", Balancing.rlw()), Map.entry("FAMO", Balancing.famo()), Map.entry("GRADNORM", Balancing.gradNorm()), Map.entry("MGDA", Balancing.mgda()),
        Map.entry("PCGRAD", Balancing.pcgrad()), Map.entry("IMTL", Balancing.imtl()), Map.entry("NASH_MTL", Balancing.nashMtl()),
        Map.entry("ALIGNED_MTL", Balancing.alignedMtl()), Map.entry("UPGRAD", Balancing.upGrad()), Map.entry("DUAL_PROJ", Balancing.dualProj()),
        Map.entry("GRADVAC", Balancing.gradVac()), Map.entry("GRADDROP", Balancing.gradDrop()), Map.entry("DB_MTL", Balancing.dbMtl()), Map.entry("MOCO", Balancing.moCo()),
        Map.entry("EXCESS_MTL", Balancing.excessMtl()), Map.entry("MODO", Balancing.moDo()), Map.entry("SDMGRAD", Balancing.sdmGrad()), Map.entry("MOML", Balancing.moml()),
        Map.entry("AUTO_LAMBDA", Balancing.autoLambda())).forEach((type, java) -> {
          RunConfig config = RunConfig.parse("""
              backbone: demo
              data: {layout: synthetic}
              tasks: [{name: depth_zbuffer, kind: DEPTH, head: {type: aspp}}, {name: segment_semantic, kind: SEGMENTATION, outputs: 4, head: {type: aspp}}]
              """, "test", List.of("balancing.type=" + type));
          assertThat(config.balancing().orElseThrow().toBalancing()).as(type).isEqualTo(java);
        });
    assertThat(CONFIG.conflicts().every()).isEmpty();
  }

  @Test
  void whatIsLeftOutOfTheOtherSectionsIsJavasDefault() {
    assertThat(CONFIG.checkpoints().settings()).isEqualTo(CheckpointSettings.DEFAULT);
    assertThat(CONFIG.compat().toCompat()).isEqualTo(Compat.OFF);
    assertThat(AugmentationConfig.defaults().toAugmentation()).isEqualTo(Augmentation.PUBLISHED);
    assertThat(NddrAugmentationConfig.defaults().toAugmentation()).isEqualTo(NddrAugmentation.PUBLISHED);
    assertThat(CONFIG.budget()).isEqualTo(new BudgetConfig(Optional.empty(), Optional.empty()));
    assertThat(SETTINGS.batchNormPolicy()).isEqualTo(MODEL.batchNormPolicy());
    HeadConfig.Aspp head = (HeadConfig.Aspp) CONFIG.tasks().get(0).head();
    assertThat(head.toHead().settings()).isEqualTo(TaskHead.aspp(head.width()).settings());
  }

  @Test
  void scenesAreThoseOfTheBuilder() {
    DataConfig.Synthetic configured = (DataConfig.Synthetic) CONFIG.data();
    SyntheticScenes java = SyntheticScenes.builder().build();
    assertThat(configured.size()).containsExactly(java.height(), java.width());
    assertThat(List.of(configured.train(), configured.val(), configured.test()))
        .containsExactly(java.size(Split.TRAIN), java.size(Split.VAL), java.size(Split.TEST));
  }

  private static Map<String, Object> components(Object record) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        all.put(component.getName(), component.getAccessor().invoke(record));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    return all;
  }

  /** All records and families of records below a record. */
  private static void sections(Class<?> record, Set<Class<?>> found) {
    for (RecordComponent component : record.getRecordComponents()) {
      Class<?> type = raw(component.getGenericType());
      boolean section = type.isRecord() || type.isInterface() && type.isSealed();
      if (section && found.add(type)) {
        List<Class<?>> records = type.isRecord() ? List.of(type) : List.of(type.getPermittedSubclasses());
        records.forEach(r -> sections(r, found));
      }
    }
  }

  /** The class; of an {@code Optional} or a {@code List} that of what is in it. */
  private static Class<?> raw(Type type) {
    return type instanceof ParameterizedType of ? raw(of.getActualTypeArguments()[0]) : (Class<?>) type;
  }

  @Test
  void severalCandidatesAreTrainedUnlessToldOtherwise() {
    assertThat(PolicySampling.builder().candidates(8).build().iterations()).isEqualTo(100);
  }
}
