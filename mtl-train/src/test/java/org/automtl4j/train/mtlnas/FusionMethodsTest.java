package org.automtl4j.train.mtlnas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionOperator;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.prototxt.UnsupportedFields;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.config.ScheduleConfig;
import org.automtl4j.train.config.UpdaterConfig;
import org.automtl4j.train.evaluate.NetworkPredictor;
import org.automtl4j.train.method.BackboneSource;
import org.automtl4j.train.method.Found;
import org.automtl4j.train.method.Methods;
import org.automtl4j.train.method.NetworkRequest;
import org.automtl4j.train.method.NetworkRequest.HeadedTask;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.method.Session;
import org.automtl4j.train.method.StageOutline;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.mtlnas.config.CrossStitchSettings;
import org.automtl4j.train.mtlnas.config.EdgeSearchConfig;
import org.automtl4j.train.mtlnas.config.FusionTrainingConfig;
import org.automtl4j.train.mtlnas.config.ImportedWeights;
import org.automtl4j.train.mtlnas.config.MtlNasSettings;
import org.automtl4j.train.mtlnas.config.MtlNasSettings.Stage;
import org.automtl4j.train.mtlnas.config.NddrSettings;
import org.automtl4j.train.mtlnas.config.PeriodConfig;
import org.automtl4j.train.mtlnas.config.RateFactorsConfig;
import org.automtl4j.train.mtlnas.config.SpaceConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** MTL-NAS and NDDR-CNN as methods: found by name, with settings, a network and a recipe. */
class FusionMethodsTest {
  private static final NetworkRequest REQUEST = new NetworkRequest(new BackboneSource("demo", UnsupportedFields.REFUSE, Optional.empty()),
      FusionTrainings.DATA.tasks().stream().map(task -> new HeadedTask(task, TaskHead.conv1x1(3))).toList(), 3, DataType.FLOAT, 1);
  private static final FusionTrainingConfig SHORT = new FusionTrainingConfig(2, new UpdaterConfig.Sgd(1e-3, 0.9), 1e-4, new ScheduleConfig.Poly(0.9, Optional.empty()),
      RateFactorsConfig.defaults());
  @TempDir Path folder;

  private static EdgeSearchConfig search(int steps) {
    return new EdgeSearchConfig(steps, EdgeSearchConfig.Parting.REDRAWN, 0.5, FusionTrainingConfig.defaults(), Gates.GUMBEL, Gates.SIGMOID, new UpdaterConfig.Adam(0.1, 0.5, 0.999, 1e-8),
        1e-3, new ScheduleConfig.Constant(Optional.empty()), new PeriodConfig(1, 0, List.of(0.0, 1.0), 2), new PeriodConfig(0, 0, List.of(0.0, 0.0), 1), Optional.empty(), false, false);
  }

  private static MtlNasSettings settings(List<Stage> stages, List<ImportedWeights> weights) {
    return new MtlNasSettings(stages, SpaceConfig.defaults(), weights, SHORT, search(3), SHORT, MtlNasSettings.Start.SEARCHED, Optional.empty());
  }

  private static NddrSettings nddr(List<String> auxiliary) {
    return new NddrSettings(List.of(NddrSettings.Stage.SINGLE, NddrSettings.Stage.FUSE),
        new SpaceConfig(SpaceConfig.Cut.CONVOLUTIONS, List.of(), 1, false, FusionOperator.NDDR, List.of(0.9, 0.1), 0.05, false), List.of(), SHORT, SHORT, auxiliary,
        new PeriodConfig(0.4, 0, List.of(0.0, 1.0), 1));
  }

  /** A session that runs what the recipe names. */
  private final class Running implements Session {
    private final Network network;
    private final Parameters parameters;
    private final Trainer trainer;
    private final List<String> wanted;
    private final List<String> ran = new ArrayList<>();

    Running(Network network, Recipe recipe) {
      this.network = network;
      this.parameters = Parameters.fresh(network, 1);
      this.trainer = FusionTrainings.trainer((FusionNetwork) network, parameters).build();
      this.wanted = recipe.stages().stream().map(StageOutline::id).toList();
    }

    @Override
    public Network network() {
      return network;
    }

    @Override
    public Parameters parameters() {
      return parameters;
    }

    @Override
    public MultiTaskDataSet data() {
      return FusionTrainings.DATA;
    }

    @Override
    public long seed() {
      return 1;
    }

    @Override
    public <R> R run(TrainingStage<R> stage) {
      ran.add(stage.id());
      return trainer.run(stage);
    }

    @Override
    public <R> Optional<R> stage(String id, Supplier<R> work) {
      return wanted.contains(id) ? Optional.of(work.get()) : Optional.empty();
    }

    @Override
    public void keep(String name, Consumer<Path> write) {
      write.accept(folder.resolve(name));
    }

    @Override
    public void keep(Architecture architecture) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void bothAreFoundByName() {
    assertThat(Methods.names()).contains("mtl-nas", "nddr");
    assertThat(Methods.named("mtl-nas").settings()).isEqualTo(MtlNasSettings.class);
    assertThat(Methods.named("nddr").settings()).isEqualTo(NddrSettings.class);
  }

  @Test
  void aSearchRunsItsStagesAndKeepsWhatItFound() {
    MtlNasMethod method = new MtlNasMethod();
    MtlNasSettings settings = settings(List.of(Stage.SINGLE, Stage.SEARCH, Stage.LAST), List.of());
    Recipe recipe = method.recipe(settings);
    Running session = new Running(method.network(REQUEST, settings), recipe);
    Found found = recipe.run(session);
    assertThat(session.ran).containsExactly("single-tasks", "edge-search", "gates", "open-edges", "fusion-model");
    FusionNetwork network = (FusionNetwork) session.network();
    FusionArchitecture kept = FusionArchitecture.read(folder.resolve(MtlNasMethod.ARCHITECTURE));
    assertThat(kept.checkedAgainst(network).edges().size()).isBetween(0, network.space().edges().size());
    assertThat(found.confidence()).containsOnlyKeys("depth_zbuffer", "normal").allSatisfy((task, sure) -> assertThat(sure).isBetween(0.5, 1.0));
    assertThat(recipe.stages()).extracting(StageOutline::iterations).containsExactly(2, 6, 2);
  }

  @Test
  void nddrRunsItsStagesWithAuxiliaryLossesAndAllEdgesOpen() {
    NddrMethod method = new NddrMethod();
    FusionNetwork plain = (FusionNetwork) method.network(REQUEST, nddr(List.of()));
    NddrSettings settings = nddr(List.of(plain.space().sites().get(plain.space().sites().size() - 1).key()));
    Recipe recipe = method.recipe(settings);
    Running session = new Running(method.network(REQUEST, settings), recipe);
    recipe.run(session);
    assertThat(session.ran).containsExactly("single-tasks", "fused", "fusion-model");
    assertThat(FusionArchitecture.read(folder.resolve(MtlNasMethod.ARCHITECTURE)).edges()).hasSize(plain.space().edges().size());
  }

  private static Map<String, INDArray> predictions(FusionNetwork network, Parameters parameters, FusionView view) {
    try (NetworkPredictor predictor = new NetworkPredictor(network, parameters, view)) {
      Map<String, INDArray> copies = new HashMap<>();
      predictor.outputs(Nd4j.linspace(-1, 1, 2 * 3 * 12 * 12, DataType.FLOAT).reshape(2, 3, 12, 12)).forEach((task, output) -> copies.put(task, output.dup()));
      return copies;
    }
  }

  @Test
  void crossStitchNetworksStartAsSingleOnesWhereTheOwnFactorIsOne() {
    CrossStitchMethod method = new CrossStitchMethod();
    for (double same : new double[] {1, 0.9}) {
      CrossStitchSettings settings = new CrossStitchSettings(List.of(NddrSettings.Stage.FUSE), SpaceConfig.Cut.CONVOLUTIONS, List.of(), same, SHORT, SHORT);
      FusionNetwork network = (FusionNetwork) method.network(REQUEST, settings);
      Parameters parameters = Parameters.fresh(network, 1);
      Map<String, INDArray> alone = predictions(network, parameters, new FusionView.Alone());
      Map<String, INDArray> stitched = predictions(network, parameters, new FusionView.Discrete(FusionArchitecture.all(network)));
      assertThat(stitched).hasSize(2);
      assertThat(stitched.equals(alone)).isEqualTo(same == 1);
    }
  }

  @Test
  void crossStitchRunsItsStagesAndItsStitchesLearn() {
    CrossStitchMethod method = new CrossStitchMethod();
    CrossStitchSettings settings = new CrossStitchSettings(List.of(NddrSettings.Stage.SINGLE, NddrSettings.Stage.FUSE), SpaceConfig.Cut.CONVOLUTIONS, List.of(), 0.9, SHORT, SHORT);
    Recipe recipe = method.recipe(settings);
    Running session = new Running(method.network(REQUEST, settings), recipe);
    recipe.run(session);
    assertThat(session.ran).containsExactly("single-tasks", "fused", "fusion-model");
    FusionNetwork network = (FusionNetwork) session.network();
    List<String> stitches = network.parameters().stream().map(spec -> spec.name()).filter(name -> name.startsWith("fusion.")).toList();
    int tasks = network.tasks().size();
    assertThat(stitches).hasSize(network.space().sites().size() * tasks * tasks);
    assertThat(stitches).allSatisfy(name -> assertThat(session.parameters().get(name).getDouble(0)).isNotIn((double) 0.9f, (double) 0.1f));
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    assertThatThrownBy(() -> settings(List.of(Stage.SEARCH, Stage.SINGLE), List.of())).isInstanceOf(InvalidInputException.class).hasMessageContaining("in the order SINGLE, SEARCH, LAST");
    assertThatThrownBy(() -> settings(List.of(Stage.LAST), List.of())).isInstanceOf(InvalidInputException.class).hasMessageContaining("LAST behind SEARCH");
    assertThatThrownBy(() -> new SpaceConfig(SpaceConfig.Cut.POOLINGS, List.of(), 1, false, FusionOperator.NDDR, List.of(1.0), 0.05, false)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("two numbers, of the own feature and of the others");
    MtlNasMethod method = new MtlNasMethod();
    MtlNasSettings foreign = settings(List.of(Stage.SINGLE), List.of(new ImportedWeights("depth", folder.resolve("none.pth"), true)));
    Running session = new Running(method.network(REQUEST, foreign), method.recipe(foreign));
    assertThatThrownBy(() -> method.recipe(foreign).run(session)).isInstanceOf(InvalidInputException.class).hasMessageContaining("found task 'depth', allowed: one of");
  }
}
