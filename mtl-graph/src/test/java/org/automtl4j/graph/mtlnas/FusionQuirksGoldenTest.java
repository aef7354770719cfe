package org.automtl4j.graph.mtlnas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.golden.Quirk;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.plan.TrainingPlan;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each probe of the published networks in odd situations, as kept or as mended. */
class FusionQuirksGoldenTest {
  /** What searching, data sets and files do is asserted where they are. */
  private static final Set<String> ELSEWHERE = Set.of("net.weight_files", "net.no_pickle", "gate.stochastic_needs_soft", "gate.retrain_flag", "entropy.weight_step0",
      "aux.weight_default_period");
  private static final Set<String> ROOMS = Set.of("space", "net", "fusion", "gate", "entropy", "aux");
  private static final long[] INPUT = {2, 3, 41, 49};

  private static final Map<String, Consumer<Quirk>> PROBES = Map.ofEntries(
      Map.entry("space.minus_one", quirk -> refused(quirk, () -> FusionSettings.mtlNas().withEdges(-1, false), "depthLimit is -1, allowed is a whole number from 1")),
      Map.entry("space.d_and_e", quirk -> quirk.same(search(FusionSettings.mtlNas().withEdges(99, false)).space().edges().size() / 2, quirk.result().asInt())),
      Map.entry("space.five_stages", FusionQuirksGoldenTest::anyCutIsASpace),
      Map.entry("net.aliases", FusionQuirksGoldenTest::everyParameterIsThereOnce),
      Map.entry("net.positional_loading", FusionQuirksGoldenTest::bothCutsAreOneFunction),
      Map.entry("net.inplace_relu_safe", FusionQuirksGoldenTest::othersReadWhatWasBeforeTheFusion),
      Map.entry("net.order", FusionQuirksGoldenTest::logitsComeFirst),
      Map.entry("fusion.single_side_no_relu", quirk -> quirk.same(singleSide().getDouble(0) < 0, quirk.result().asBoolean())),
      Map.entry("fusion.single_side_passes_through", FusionQuirksGoldenTest::theOtherTaskIsUntouched),
      Map.entry("fusion.cross_stitch_int_init", quirk -> start(quirk, FusionSettings.nddr(), 1.0, 0.0)),
      Map.entry("fusion.asym_cross_stitch_int_init", quirk -> start(quirk, FusionSettings.mtlNas(), 1.0, 0.0)),
      Map.entry("fusion.cross_stitch_empty_init", quirk -> refused(quirk,
          () -> FusionSettings.mtlNas().withOperator(FusionOperator.CROSS_STITCH, new FusionStart.Random()), "cross-stitch fusions cannot start at random")),
      Map.entry("fusion.single_side_in_search", FusionQuirksGoldenTest::singleSideCanBeSearched),
      Map.entry("fusion.bn_type", quirk -> quirk.departs("there is one kind of BatchNorm and no key for it")),
      Map.entry("fusion.identity_start", FusionQuirksGoldenTest::nearlyTheIdentity),
      Map.entry("gate.onehot_at_zero", quirk -> quirk.same(gates("onehot", 1, 0.0, 0.5).values()[0], quirk.result().asDouble())),
      Map.entry("gate.gumbel_range", FusionQuirksGoldenTest::gatesAreNearlyZeroAndOne),
      Map.entry("gate.probability_clamp", FusionQuirksGoldenTest::largeLogitsActAlike),
      Map.entry("gate.temperature_zero", FusionQuirksGoldenTest::theColdestIsFinite),
      Map.entry("gate.supernet_alphas", quirk -> quirk.same(List.of(gates("all", 1, 0.3, 0.5).gradients()[0] == 0, true), booleans(quirk.result()))),
      Map.entry("gate.noncandidates", quirk -> {
        assertThat(search(FusionSettings.mtlNas()).parameters().get(0).shape()).containsExactly(48);
        quirk.departs("there are logits for the edges of the space only");
      }),
      Map.entry("gate.shared_by_batch", FusionQuirksGoldenTest::oneDrawForTheBatch),
      Map.entry("entropy.at_zero", quirk -> quirk.same(entropyGradients(0, 0, 0), Arrays.stream(FusionGolden.doubles(quirk.result())).boxed().toList())),
      Map.entry("aux.no_layers", quirk -> {
        assertThat(graph(FusionSettings.nddr().withAuxiliary(List.of()), Mode.TRAINING).outputs()).doesNotContainKey("auxiliary.seg");
        quirk.departs("no sites mean no auxiliary predictions");
      }),
      Map.entry("aux.order", FusionQuirksGoldenTest::auxiliarySitesAreInTheNetworksOrder),
      Map.entry("aux.too_early", quirk -> refused(quirk, () -> FusionSettings.nddr().withAuxiliary(List.of("pool1", "pool2")), "the last auxiliary site 1:pool2 has a map of ")));

  /** Every probe of these rooms is asserted here or elsewhere; a new one fails. */
  @TestFactory
  Stream<DynamicTest> everyProbeIsAsserted() {
    return StreamSupport.stream(FusionGolden.json("quirks").get("probes").spliterator(), false).map(Quirk::new)
        .filter(quirk -> ROOMS.contains(quirk.id().split("\\.")[0]) && !ELSEWHERE.contains(quirk.id())).map(quirk -> DynamicTest.dynamicTest(quirk.id(), () -> {
          assertThat(PROBES).containsKey(quirk.id());
          PROBES.get(quirk.id()).accept(quirk);
        }));
  }

  private static FusionNetwork search(FusionSettings settings) {
    return FusionGolden.network(settings, DataType.FLOAT);
  }

  private static NetworkGraph graph(FusionSettings settings, Mode mode) {
    FusionNetwork network = search(settings);
    return network.graph(Parameters.fresh(network, 1), FusionGolden.request(new FusionView.Gated(), mode, INPUT));
  }

  private static GateLawsGoldenTest.Gates gates(String kind, double temperature, double logit, double uniform) {
    return GateLawsGoldenTest.Gates.of(new double[] {logit}, FusionGolden.gates(kind, temperature, new double[] {uniform}));
  }

  private static List<Boolean> booleans(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asBoolean).toList();
  }

  private static void refused(Quirk quirk, Supplier<FusionSettings> settings, String message) {
    assertThatThrownBy(() -> search(settings.get())).isInstanceOf(InvalidInputException.class).hasMessageContaining(message);
    quirk.departs("one line says what is allowed");
  }

  private static void anyCutIsASpace(Quirk quirk) {
    FusionNetwork five = search(FusionSettings.mtlNas().withSites(new SiteRule.Poolings()));
    assertThat(five.space().sites()).extracting(FusionSite::key).containsExactly("0:pool1", "1:pool2", "2:pool3", "3:pool4", "4:pool5a");
    quirk.departs("any cut of any backbone has a space");
  }

  private static void everyParameterIsThereOnce(Quirk quirk) {
    FusionNetwork network = search(FusionSettings.mtlNas());
    long entries = network.parameters().stream().filter(spec -> spec.name().contains(".seg.") && !spec.name().startsWith("fusion.")).count();
    long trained = network.parameters().stream().filter(spec -> spec.name().contains(".seg.") && !spec.name().startsWith("fusion.") && spec.role() == Role.WEIGHT).count();
    quirk.same(trained, quirk.result().get("parameters").asLong());
    assertThat(entries).isEqualTo(47 + 30);
  }

  private static void bothCutsAreOneFunction(Quirk quirk) {
    FusionNetwork thirteen = search(FusionSettings.mtlNas());
    FusionNetwork five = search(FusionSettings.nddr());
    Parameters one = FusionNets.random(thirteen, 1);
    Parameters other = FusionNets.random(five, 1); // by name the same numbers
    INDArray images = FusionNets.images(DataType.FLOAT, 1, INPUT);
    Map<FusionNetwork, INDArray> outputs = new HashMap<>();
    for (FusionNetwork network : List.of(thirteen, five)) {
      NetworkGraph graph = network.graph(network == thirteen ? one : other, FusionGolden.request(new FusionView.Alone(), Mode.EVALUATION, INPUT));
      outputs.put(network, FusionGolden.evaluate(graph, images, Map.of(), List.of("seg/prediction")).get("seg/prediction"));
    }
    quirk.close(outputs.get(thirteen).sub(outputs.get(five)).amaxNumber().doubleValue(), quirk.result().get("largest_difference").asDouble());
  }

  private static void othersReadWhatWasBeforeTheFusion(Quirk quirk) {
    NetworkGraph graph = graph(FusionSettings.mtlNas(), Mode.EVALUATION);
    List<String> reads = graph.sameDiff().getOps().values().stream().filter(op -> op.getOutputsOfOp().contains("normal/fusion.1.from.0.seg"))
        .flatMap(op -> op.getInputsToOp().stream()).toList();
    assertThat(reads).hasSize(2).first().isEqualTo("seg/2.relu1_1");
    quirk.same(quirk.result().size(), search(FusionSettings.mtlNas()).space().sites().size());
  }

  private static void logitsComeFirst(Quirk quirk) {
    List<String> names = search(FusionSettings.mtlNas()).parameters().stream().map(ParameterSpec::name).toList();
    assertThat(names.subList(0, 2)).containsExactly(FusionNames.LOGITS, "layer.0.seg.weight");
    assertThat(quirk.result().get("params").get(0).asText()).isEqualTo("net1_alphas");
    quirk.departs("the logits come first too, as one vector; what follows is in the order of the stages");
  }

  /** An output of a single-sided fusion that is negative, if there is one: the smallest. */
  private static INDArray singleSide() {
    Backbone backbone = Backbone.builder("one").convolution(3, 1).build();
    FusionNetwork network = FusionNets.network(backbone, FusionSettings.nddr().withSites(new SiteRule.Convolutions())
        .withOperator(FusionOperator.SINGLE_SIDE, new FusionStart.Random()), DataType.FLOAT, TaskHead.conv1x1());
    NetworkGraph graph = FusionNets.graph(network, FusionNets.random(network, 2), new FusionView.Discrete(FusionArchitecture.all(network)), Mode.EVALUATION, FusionNets.TASKS, 4);
    String fused = graph.outputs().get("fused.0.b");
    return FusionGolden.evaluate(graph, FusionNets.images(DataType.FLOAT, 2, 1, 3, 4, 4), Map.of(), List.of(fused)).get(fused).min();
  }

  private static void theOtherTaskIsUntouched(Quirk quirk) {
    FusionNetwork network = search(FusionSettings.nddr().withOperator(FusionOperator.SINGLE_SIDE, new FusionStart.Scaled(0.9, 0.1)));
    NetworkGraph graph = network.graph(Parameters.fresh(network, 1), FusionGolden.request(new FusionView.Gated(), Mode.EVALUATION, INPUT));
    boolean untouched = graph.outputs().get("fused.0.seg").equals("seg/7.pool1");
    assertThat(network.parameters()).noneMatch(spec -> spec.name().startsWith("fusion.0.seg"));
    quirk.same(untouched, quirk.result().asBoolean());
  }

  private static void start(Quirk quirk, FusionSettings settings, double own, double others) {
    FusionNetwork network = search(settings.withOperator(FusionOperator.CROSS_STITCH, new FusionStart.Scaled(own, others)));
    Parameters fresh = Parameters.fresh(network, 1);
    List<Double> found = new ArrayList<>();
    int site = settings.depthLimit() == 1 ? 0 : 1;
    found.add(fresh.get(FusionNames.own(site, "seg", FusionOperator.CROSS_STITCH)).getDouble(0));
    network.space().incoming("seg", site).forEach(edge -> found.add(fresh.get(FusionNames.edge(edge, FusionOperator.CROSS_STITCH)).getDouble(0)));
    if (quirk.failed()) {
      assertThat(found).containsExactly(own, others);
      quirk.departs("whole numbers are numbers");
    } else {
      quirk.same(found, Arrays.stream(FusionGolden.doubles(quirk.result())).boxed().toList());
    }
  }

  private static void singleSideCanBeSearched(Quirk quirk) {
    FusionNetwork network = search(FusionSettings.mtlNas().withOperator(FusionOperator.SINGLE_SIDE, new FusionStart.Scaled(1, 0)));
    assertThat(network.space().edges()).hasSize(24).allSatisfy(edge -> assertThat(edge.target()).isEqualTo("normal"));
    quirk.departs("every operator can be searched");
  }

  private static void nearlyTheIdentity(Quirk quirk) {
    Backbone backbone = Backbone.builder("one").convolution(3, 1).relu().build();
    FusionNetwork network = FusionNets.network(backbone, FusionSettings.mtlNas(), DataType.DOUBLE, TaskHead.conv1x1());
    NetworkGraph graph = FusionNets.graph(network, Parameters.fresh(network, 2), new FusionView.Gated(), Mode.EVALUATION, List.of("a"), 4);
    String fused = graph.outputs().get("fused.0.a");
    Map<String, INDArray> values = FusionGolden.evaluate(graph, FusionNets.images(DataType.DOUBLE, 2, 1, 3, 4, 4), FusionGolden.gates("onehot", 1, new double[6]),
        List.of("a/1.relu1", fused));
    quirk.close(Math.abs(values.get(fused).sumNumber().doubleValue() / values.get("a/1.relu1").sumNumber().doubleValue() - quirk.result().asDouble()), 1e-7);
  }

  private static void gatesAreNearlyZeroAndOne(Quirk quirk) {
    double least = gates("gumbel", 1e-3, -10, 0.5).values()[0];
    double most = gates("gumbel", 1e-3, 10, 0.5).values()[0];
    assertThat(least).isBetween(0.0, 1e-12);
    assertThat(most).isBetween(1 - 1e-6, 1.0);
    quirk.close(Math.max(least - quirk.result().get(0).get(0).asDouble(), Math.abs(most - quirk.result().get(0).get(1).asDouble())), 1e-6);
  }

  private static void largeLogitsActAlike(Quirk quirk) {
    for (JsonNode probe : quirk.result()) {
      GateLawsGoldenTest.Gates found = gates("gumbel", 1, probe.get("alpha").asDouble(), 0.5);
      assertThat(Math.abs(found.values()[0] - probe.get("gate").asDouble())).isLessThan(1e-6); // the published logarithms are rounded
      assertThat(Math.abs(found.gradients()[0] - probe.get("gradient").asDouble())).isLessThan(1e-6);
    }
    quirk.same(gates("gumbel", 1, 17, 0.5).gradients()[0], 0.0);
  }

  private static void theColdestIsFinite(Quirk quirk) {
    double[] values = {gates("gumbel", 0, 0.5, 0.5).values()[0], gates("gumbel", 0, -0.5, 0.5).values()[0]};
    assertThat(gates("gumbel", 0, 0.5, 0.5).gradients()[0]).isFinite();
    quirk.close(GoldenReport.difference(values, FusionGolden.doubles(quirk.result().get("gates"))), 1e-6);
    quirk.departs("the gradient is that of temperature .001");
  }

  private static void oneDrawForTheBatch(Quirk quirk) {
    List<Feed> noise = graph(FusionSettings.mtlNas(), Mode.TRAINING).feeds().stream().filter(feed -> feed instanceof Feed.Noise).toList();
    quirk.same(((Feed.Noise) noise.get(0)).shape()[0], quirk.result().asLong());
    assertThat(noise).hasSize(1);
  }

  private static List<Double> entropyGradients(double... logits) {
    SameDiff sd = SameDiff.create();
    SDVariable variable = sd.var("logits", Nd4j.createFromArray(logits));
    GatePenalties.mean(GatePenalties.entropies(variable), new double[] {1, 1, 1}, "total");
    try (TrainingPlan plan = TrainingPlan.builder(sd).loss("total").gradientsOf(List.of("logits")).build()) {
      plan.forward();
      plan.backward();
      return Arrays.stream(plan.gradient("logits").toDoubleVector()).map(Math::abs).boxed().toList();
    }
  }

  private static void auxiliarySitesAreInTheNetworksOrder(Quirk quirk) {
    FusionNetwork network = search(FusionSettings.nddr().withAuxiliary(List.of("pool4", "pool1")));
    assertThat(network.auxiliarySites()).containsExactly(0, 3);
    NetworkGraph graph = network.graph(Parameters.fresh(network, 1), FusionGolden.request(new FusionView.Gated(), Mode.TRAINING, INPUT));
    INDArray images = FusionNets.images(DataType.FLOAT, 1, INPUT);
    Map<String, INDArray> masks = Map.of("seg/auxiliary.dropout.mask", Nd4j.ones(2, 256, 1, 1), "normal/auxiliary.dropout.mask", Nd4j.ones(2, 256, 1, 1));
    Map<String, INDArray> feeds = new HashMap<>(masks);
    feeds.putAll(FusionGolden.gates("all", 1, new double[network.space().edges().size()]));
    String output = graph.outputs().get("auxiliary.seg");
    Parameters parameters = Parameters.fresh(network, 1);
    FusionGolden.Step step = FusionGolden.step(graph, parameters, images, feeds, graph.sameDiff().getVariable(output).sum(), List.of(output));
    quirk.same(Arrays.stream(step.values().get(output).shape()).boxed().toList(), Arrays.stream(FusionGolden.doubles(quirk.result())).mapToLong(size -> (long) size).boxed().toList());
  }
}
