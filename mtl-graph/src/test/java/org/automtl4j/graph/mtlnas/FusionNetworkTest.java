package org.automtl4j.graph.mtlnas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.network.BackboneCopy;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.plan.InferencePlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What holds for every fusion network. */
class FusionNetworkTest {
  private static final int SIZE = 12;
  private static final INDArray IMAGES = FusionNets.images(DataType.FLOAT, 3, 2, 2, SIZE, SIZE);

  private static FusionNetwork network(FusionSettings settings) {
    return FusionNets.network(FusionNets.chain(3), settings, DataType.FLOAT, TaskHead.conv1x1(5));
  }

  private static void same(Map<String, INDArray> found, Map<String, INDArray> expected) {
    found.forEach((task, values) -> assertThat(values.distance2(expected.get(task))).as(task).isLessThan(1e-5 * (1 + expected.get(task).norm2Number().doubleValue())));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsFoundComputesWhatItsGatesDid(long seed) {
    RandomStream random = RandomStream.of(seed, "settings");
    FusionSettings settings = FusionSettings.mtlNas().withEdges(1 + random.nextInt(3), random.nextInt(2) == 0);
    settings = random.nextInt(2) == 0 ? settings.withShortcut() : settings;
    FusionNetwork network = network(settings);
    Parameters parameters = FusionNets.random(network, seed);
    FusionArchitecture found = network.positive(parameters);
    assertThat(found.edges()).isNotEmpty().hasSizeLessThan(network.space().edges().size());
    NetworkGraph gated = FusionNets.graph(network, parameters, new FusionView.Gated(), Mode.EVALUATION, FusionNets.TASKS, SIZE);
    NetworkGraph discrete = FusionNets.graph(network, parameters, new FusionView.Discrete(found), Mode.INFERENCE, FusionNets.TASKS, SIZE);
    same(FusionNets.predictions(discrete, IMAGES, network), FusionNets.predictions(gated, IMAGES, network));
    List<String> closed = network.space().edges().stream().filter(edge -> !found.isOpen(edge)).map(edge -> FusionNames.edge(edge, FusionOperator.NDDR)).toList();
    assertThat(discrete.parameters()).doesNotContainAnyElementsOf(closed).doesNotContain(FusionNames.LOGITS);
    assertThat(discrete.feeds()).isEmpty();
    assertThat(discrete.multiplyAdds()).isLessThan(gated.multiplyAdds());
  }

  @Test
  void closedGatesLeaveNoTraceOfOtherTasks() {
    FusionNetwork network = network(FusionSettings.mtlNas());
    Parameters parameters = FusionNets.random(network, 5);
    parameters.set(FusionNames.LOGITS, parameters.get(FusionNames.LOGITS).mul(0)); // a logit of 0 is closed
    NetworkGraph gated = FusionNets.graph(network, parameters, new FusionView.Gated(), Mode.EVALUATION, FusionNets.TASKS, SIZE);
    Map<String, INDArray> before = FusionNets.predictions(gated, IMAGES, network);
    NetworkGraph alone = FusionNets.graph(network, parameters, new FusionView.Discrete(FusionArchitecture.none(network)), Mode.EVALUATION, List.of("b"), SIZE);
    same(FusionNets.predictions(alone, IMAGES, network), before);
    assertThat(alone.parameters()).allSatisfy(name -> assertThat(name).contains(".b."));
  }

  @Test
  void aTaskByItselfNeedsOnlyWhatItReads() {
    FusionNetwork network = network(FusionSettings.mtlNas());
    Parameters parameters = FusionNets.random(network, 6);
    // c reads b at site 1, b reads a at site 0: a is needed up to site 0, b up to site 1.
    FusionArchitecture found = FusionArchitecture.of(network, List.of(new Edge("c", "b", 1, 1), new Edge("b", "a", 0, 0)));
    NetworkGraph all = FusionNets.graph(network, parameters, new FusionView.Discrete(found), Mode.EVALUATION, FusionNets.TASKS, SIZE);
    NetworkGraph one = FusionNets.graph(network, parameters, new FusionView.Discrete(found), Mode.EVALUATION, List.of("c"), SIZE);
    assertThat(one.predictions()).containsOnlyKeys("c");
    same(FusionNets.predictions(one, IMAGES, network), FusionNets.predictions(all, IMAGES, network));
    assertThat(one.parameters().stream().filter(name -> name.startsWith("layer.") && name.contains(".a.")))
        .containsExactlyInAnyOrder("layer.0.a.weight", "layer.1.a.gamma", "layer.1.a.beta", "layer.1.a.mean", "layer.1.a.variance");
    assertThat(one.parameters()).contains(FusionNames.own(0, "b", FusionOperator.NDDR)).doesNotContain(FusionNames.own(1, "b", FusionOperator.NDDR));
  }

  @Test
  void aloneATaskHasTheSingleTaskNetworkOfItsNumbers() {
    FusionNetwork network = network(FusionSettings.mtlNas());
    Parameters parameters = FusionNets.random(network, 7);
    SuperModel single = SuperModel.builder(network.backbone()).task(Task.depth("b"), TaskHead.conv1x1(5)).build();
    for (Parameters.Parameter p : single.parameters().all()) {
      String[] words = p.name().split("\\.");
      single.parameters().set(p.name(), parameters.get(words[0].equals("head") ? p.name() : BackboneCopy.parameter("b", Integer.parseInt(words[1]), words[3])));
    }
    TaskGraph expected = TaskGraphs.build(single, Stage.COMMON, "b", false, SIZE, SIZE);
    NetworkGraph alone = FusionNets.graph(network, parameters, new FusionView.Alone(), Mode.EVALUATION, List.of("b"), SIZE);
    try (InferencePlan plan = InferencePlan.builder(expected.sameDiff()).input("input", IMAGES.shape()).outputs(List.of("b/prediction")).build()) {
      plan.input("input").assign(IMAGES);
      plan.run();
      same(FusionNets.predictions(alone, IMAGES, network), Map.of("b", plan.value("b/prediction")));
    }
    assertThat(alone.multiplyAdds()).isEqualTo(expected.multiplyAdds());
  }

  @Test
  void aModelForOneSizeAnswersTheSameWithSmallerKernels() {
    FusionNetwork network = FusionNets.network(FusionNets.chain(3), FusionSettings.mtlNas(), DataType.FLOAT, TaskHead.largeFov(4));
    Parameters parameters = FusionNets.random(network, 8);
    FusionView view = new FusionView.Discrete(FusionArchitecture.all(network));
    NetworkGraph fixed = FusionNets.graph(network, parameters, view, Mode.FIXED_SIZE, FusionNets.TASKS, SIZE);
    NetworkGraph any = FusionNets.graph(network, parameters, view, Mode.INFERENCE, FusionNets.TASKS, SIZE);
    assertThat(fixed.sameDiff().getVariable("head.a.conv1.weight").getShape()).containsExactly(1, 1, 6, 4);
    assertThat(fixed.multiplyAdds()).isLessThan(any.multiplyAdds());
    same(FusionNets.predictions(fixed, IMAGES, network), FusionNets.predictions(any, IMAGES, network));
  }

  @Test
  void atItsStartAFusionIsTheTasksOwnFeature() {
    FusionNetwork network = network(FusionSettings.mtlNas().withOperator(FusionOperator.CROSS_STITCH, new FusionStart.Scaled(1, 0)));
    Parameters parameters = Parameters.fresh(network, 1);
    NetworkGraph fused = FusionNets.graph(network, parameters, new FusionView.Discrete(FusionArchitecture.all(network)), Mode.EVALUATION, FusionNets.TASKS, SIZE);
    NetworkGraph alone = FusionNets.graph(network, parameters, new FusionView.Alone(), Mode.EVALUATION, FusionNets.TASKS, SIZE);
    same(FusionNets.predictions(fused, IMAGES, network), FusionNets.predictions(alone, IMAGES, network));
  }

  @Test
  void parametersAreSaidOnceInAFixedOrderWithTheirRoles() {
    FusionNetwork network = network(FusionSettings.mtlNas());
    List<String> names = network.parameters().stream().map(spec -> spec.name()).toList();
    assertThat(new HashSet<>(names)).hasSameSizeAs(names);
    assertThat(names).startsWith("choice.edges", "layer.0.a.weight", "layer.1.a.gamma", "layer.1.a.beta", "layer.1.a.mean", "layer.1.a.variance", "layer.0.b.weight");
    assertThat(network.parameters()).filteredOn(spec -> spec.role() == Role.CHOICE).singleElement().satisfies(spec -> assertThat(spec.shape()).containsExactly(36));
    assertThat(network.parameters()).filteredOn(spec -> spec.role() == Role.STATISTIC).allSatisfy(spec -> assertThat(spec.name()).matches(".*\\.(mean|variance)"))
        .hasSize(2 * 3 * (4 + 4));
    NetworkGraph training = FusionNets.graph(network, Parameters.fresh(network, 1), new FusionView.Gated(), Mode.TRAINING, FusionNets.TASKS, SIZE);
    assertThat(training.statistics()).hasSize(3 * (4 + 4));
    assertThat(training.places()).extracting("where").contains("layer 0 (convolution1, Convolution)");
  }

  @Test
  void twoNetworksOfOneStructureHaveOneFingerprint() {
    String one = network(FusionSettings.mtlNas()).fingerprint();
    assertThat(network(FusionSettings.mtlNas()).fingerprint()).isEqualTo(one);
    List<String> others = new ArrayList<>();
    for (FusionSettings other : List.of(FusionSettings.mtlNas().withEdges(1, false), FusionSettings.mtlNas().withEdges(3, true), FusionSettings.mtlNas().withShortcut(),
        FusionSettings.mtlNas().withAuxiliary(List.of("relu4")), FusionSettings.mtlNas().withSites(new SiteRule.Poolings()))) {
      others.add(network(other).fingerprint());
    }
    assertThat(new HashSet<>(others)).hasSameSizeAs(others).doesNotContain(one);
    assertThat(one).startsWith("mtl-nas 1\ntask a DEPTH 1 conv1x1 {width=5}\n");
  }

  @Test
  void auxiliaryPredictionsAreThereInTrainingOnly() {
    FusionNetwork network = network(FusionSettings.mtlNas().withAuxiliary(List.of("3:relu4", "relu1")));
    Parameters parameters = Parameters.fresh(network, 1);
    assertThat(network.auxiliarySites()).containsExactly(0, 3);
    NetworkGraph training = FusionNets.graph(network, parameters, new FusionView.Gated(), Mode.TRAINING, FusionNets.TASKS, SIZE);
    assertThat(training.outputs()).containsKeys("auxiliary.a", "auxiliary.b", "auxiliary.c");
    NetworkGraph evaluation = FusionNets.graph(network, parameters, new FusionView.Gated(), Mode.EVALUATION, FusionNets.TASKS, SIZE);
    assertThat(evaluation.parameters()).noneMatch(name -> name.startsWith("auxiliary."));
    assertThatThrownBy(() -> network(FusionSettings.mtlNas().withAuxiliary(List.of("relu1")))).isInstanceOf(InvalidInputException.class)
        .hasMessage("the last auxiliary site 0:relu1 has a map of 32x32, but must have that of the prediction, 16x16; such sites are 2:relu3, 3:relu4");
    assertThatThrownBy(() -> network(FusionSettings.mtlNas().withAuxiliary(List.of("relu9")))).isInstanceOf(InvalidInputException.class)
        .hasMessage("auxiliary site 'relu9' is no fusion site; those are 0:relu1, 1:relu2, 2:relu3, 3:relu4");
  }

  @Test
  void whatDoesNotFitIsRefusedInOneLine() {
    assertThatThrownBy(() -> FusionNetwork.builder(FusionNets.chain(2)).task(Task.depth("a"), TaskHead.conv1x1()).build()).isInstanceOf(InvalidInputException.class)
        .hasMessage("a fusion network needs at least two tasks, found [a]");
    assertThatThrownBy(() -> network(FusionSettings.mtlNas().withOperator(FusionOperator.CROSS_STITCH, new FusionStart.Random()))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cross-stitch fusions cannot start at random");
    Backbone rounded = Backbone.builder("rounded").input(2).convolution(3, 3).maxPool(2, p -> p.ceil()).convolution(3, 3).build();
    FusionNetwork crossing = FusionNets.network(rounded, FusionSettings.mtlNas().withEdges(3, true), DataType.FLOAT, TaskHead.conv1x1());
    assertThatThrownBy(() -> FusionNets.graph(crossing, Parameters.fresh(crossing, 1), new FusionView.Gated(), Mode.EVALUATION, FusionNets.TASKS, 5))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("the map of site 0 is 5x5, that of site 1 is 3x3");
    assertThatThrownBy(() -> FusionNets.graph(crossing, Parameters.fresh(crossing, 1), new FusionView.Alone(), Mode.EVALUATION, List.of("z"), SIZE))
        .isInstanceOf(InvalidInputException.class).hasMessage("the model has no task 'z'; its tasks are a, b, c");
  }

  @Test
  void edgesAcrossGroupsBringTheirFeaturesToTheTargetsSize() {
    FusionNetwork network = network(FusionSettings.mtlNas().withEdges(2, true));
    Edge edge = new Edge("a", "b", 2, 1);
    assertThat(network.space().has(edge)).isTrue();
    Parameters parameters = Parameters.fresh(network, 1);
    assertThat(parameters.get(FusionNames.edge(edge, FusionOperator.NDDR)).shape()).containsExactly(1, 1, 3, 6);
    FusionView only = new FusionView.Discrete(FusionArchitecture.of(network, List.of(edge)));
    NetworkGraph graph = FusionNets.graph(network, FusionNets.random(network, 4), only, Mode.EVALUATION, List.of("a"), SIZE);
    assertThat(FusionNets.predictions(graph, IMAGES, network).get("a").shape()).containsExactly(2, 1, 6, 6);
  }

  @Test
  void aDistributionTellsHowDecidedTheGatesAre() {
    FusionNetwork network = network(FusionSettings.mtlNas());
    Parameters parameters = Parameters.fresh(network, 1);
    assertThat(network.distribution(parameters).entropy()).isCloseTo(Math.log(2), within(1e-12));
    parameters.get(FusionNames.LOGITS).assign(40);
    assertThat(network.distribution(parameters).meanLargest()).isCloseTo(1, within(1e-12));
    assertThat(network.distribution(parameters).entropy()).isCloseTo(0, within(1e-12));
    assertThat(network.distribution(parameters).space().sites().get(0).key()).isEqualTo("a@0<-b@0");
    assertThat(Optional.of(network.positive(parameters))).contains(FusionArchitecture.all(network));
  }

  @Test
  void residualBlocksHaveOneSiteBehindThem() {
    List<FusionSite> sites = new SiteRule.Convolutions().sites(Backbone.named("resnet18"));
    assertThat(sites).hasSize(9).extracting(FusionSite::channels).containsExactly(64, 64, 64, 128, 128, 256, 256, 512, 512);
    assertThat(sites).extracting(FusionSite::group).containsExactly(0, 1, 1, 2, 2, 3, 3, 4, 4);
    assertThat(sites).extracting(FusionSite::stride).containsExactly(2, 4, 4, 8, 8, 16, 16, 32, 32);
  }

  @Test
  void sitesThatCannotBeAreRefused() {
    Backbone backbone = Backbone.named("resnet18");
    String block = backbone.nodes().get(5).layer().name();
    assertThatThrownBy(() -> new SiteRule.Listed(List.of(block)).sites(backbone)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("fusion site '" + block + "': later layers of backbone resnet18 go past it").hasMessageContaining("possible are ");
    assertThatThrownBy(() -> new SiteRule.Listed(List.of("nowhere")).sites(backbone)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("fusion site 'nowhere': backbone resnet18 has no such layer");
    Backbone plain = Backbone.builder("plain").relu().build();
    assertThatThrownBy(() -> new SiteRule.Convolutions().sites(plain)).isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("backbone plain has no fusion site: no convolution");
    assertThat(new SiteRule.Listed(List.of("relu2", "relu4")).sites(FusionNets.chain(2))).extracting(FusionSite::key).containsExactly("0:relu2", "1:relu4");
    assertThatThrownBy(() -> new SiteRule.Listed(List.of("relu4", "relu2")).sites(FusionNets.chain(2))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must stand behind the one before it");
  }
}
