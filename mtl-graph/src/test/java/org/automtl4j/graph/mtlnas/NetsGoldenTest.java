package org.automtl4j.graph.mtlnas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.model.published.FusionEntries;
import org.automtl4j.graph.model.published.FusionEntries.Entry;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Both published cuts of VGG-16 as single-task networks, and NDDR-CNN in all its forms: outputs, losses, gradients and running statistics. */
class NetsGoldenTest {
  private static final double SECOND_TASK = 20;

  static Stream<JsonNode> nets() {
    return list("nets");
  }

  static Stream<JsonNode> pairs() {
    // The shared trunk with two heads is hard sharing, no fusion network.
    return list("two_task").filter(json -> !json.get("id").asText().equals("sharedfeature"));
  }

  private static Stream<JsonNode> list(String key) {
    JsonNode list = FusionGolden.json("nets").get(key);
    return StreamSupport.stream((key.equals("nets") ? list : list.get("cases")).spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("nets")
  void aSingleNetworkComputesThePublishedFunctionInBothCuts(JsonNode json) {
    String id = json.get("id").asText();
    boolean five = id.startsWith("VGG16.");
    FusionNetwork network = FusionGolden.network(five ? FusionSettings.nddr() : FusionGolden.search(FusionOperator.NDDR, 1, 0), DataType.FLOAT);
    String task = json.get("outputs").asInt() == 3 ? "normal" : "seg";
    List<Entry> published = prefixed(FusionGolden.entries(json.get("parameters")), task);
    for (JsonNode run : json.get("runs")) {
      single("mtlnas/" + run.get("key").asText(), run, network, task, published, "s1:" + id + ".");
    }
  }

  /** The published names with the number of the network that we take for them. */
  private static List<Entry> prefixed(List<Entry> entries, String task) {
    return entries.stream().map(entry -> new Entry((task.equals("seg") ? "net1." : "net2.") + entry.name(), entry.shape())).toList();
  }

  private static void single(String name, JsonNode run, FusionNetwork network, String task, List<Entry> published, String prefix) {
    FusionEntries names = new FusionEntries(network, published);
    Parameters parameters = Parameters.fresh(network, 1);
    List<Entry> all = new ArrayList<>(published);
    all.addAll(FusionGolden.statistics(published));
    all.forEach(entry -> names.write(entry, FusionGolden.formula(prefix, new Entry(entry.name().substring(5), entry.shape())), n -> parameters.spec(n).shape())
        .forEach(parameters::set));
    long[] shape = StreamSupport.stream(run.get("input_shape").spliterator(), false).mapToLong(JsonNode::asLong).toArray();
    INDArray input = Formula.fill(run.get("input").asText().split("'")[1], 2, shape);
    boolean training = run.get("mode").asText().equals("train");
    NetworkGraph graph = network.graph(parameters,
        new GraphRequest(new FusionView.Alone(), List.of(task), training ? Mode.TRAINING : Mode.EVALUATION, (int) shape[2], (int) shape[3]));
    SDVariable output = graph.sameDiff().getVariable(graph.predictions().get(task));
    NpzFile expected = FusionGolden.arrays("nets");
    String key = run.get("key").asText();
    INDArray published1 = expected.array(key + ".out", DataType.FLOAT);
    INDArray r = Formula.fill(prefix + "R." + key.substring(key.lastIndexOf('.') + 1), 1, published1.shape());
    SDVariable loss = output.mul(graph.sameDiff().constant("R", r)).sum("total");
    FusionGolden.Step found = FusionGolden.step(graph, parameters, input, Map.of(), loss, List.of(output.name()));
    close(name, "output", FusionGolden.flat(found.values().get(output.name())), FusionGolden.flat(published1), tolerance(run, "out"));
    if (expected.names().contains(key + ".grad")) {
      close(name, "gradients", FusionGolden.flat(names, published, found.gradients()), FusionGolden.flat(expected.array(key + ".grad", DataType.DOUBLE)), tolerance(run, "grad"));
    }
    if (expected.names().contains(key + ".after")) {
      close(name, "statistics", FusionGolden.flat(names, FusionGolden.statistics(published), found.statistics()), FusionGolden.flat(expected.array(key + ".after", DataType.DOUBLE)),
          tolerance(run, "out"));
    }
    FusionGolden.checkDigests(name, names, run.path("grad"), entry -> (task.equals("seg") ? "net1." : "net2.") + entry, found.gradients(), tolerance(run, "grad"));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void twoTasksHaveThePublishedLossesAndGradients(JsonNode json) {
    String id = json.get("id").asText();
    FusionNetwork network = FusionGolden.network(settings(id), DataType.FLOAT);
    List<Entry> published = FusionGolden.entries(json.get("parameters"));
    Parameters parameters = FusionGolden.parameters(network, published, "s1:" + id + ".");
    FusionView view = id.equals("singletask") ? new FusionView.Alone() : new FusionView.Discrete(FusionArchitecture.all(network));
    long[] shape = {2, 3, 41, 49};
    INDArray input = Formula.fill("s1:nets.in", 2, shape);
    NpzFile expected = FusionGolden.arrays("nets");
    String name = "mtlnas/" + id;
    NetworkGraph evaluation = network.graph(parameters, FusionGolden.request(view, Mode.EVALUATION, shape));
    List<String> predictions = List.copyOf(evaluation.predictions().values());
    Map<String, INDArray> outputs = FusionGolden.evaluate(evaluation, input, Map.of(), predictions);
    for (int i = 0; i < 2; i++) {
      close(name, "output of task " + (i + 1), FusionGolden.flat(outputs.get(predictions.get(i))), FusionGolden.flat(expected.array(id + ".eval.out" + (i + 1), DataType.FLOAT)),
          tolerance(json, "out"));
    }
    train(name, json, network, parameters, published, network.graph(parameters, FusionGolden.request(view, Mode.TRAINING, shape)), input);
  }

  private static void train(String name, JsonNode json, FusionNetwork network, Parameters parameters, List<Entry> published, NetworkGraph graph, INDArray input) {
    NpzFile expected = FusionGolden.arrays("nets");
    JsonNode scalars = json.get("scalars");
    SameDiff sd = graph.sameDiff();
    List<String> wanted = new ArrayList<>(graph.predictions().values());
    SDVariable[] losses = losses(sd, wanted, expected);
    SDVariable loss = losses[0].add(losses[1].mul(SECOND_TASK));
    if (scalars.has("aux_loss")) {
      List<String> auxiliary = List.of(graph.outputs().get("auxiliary.seg"), graph.outputs().get("auxiliary.normal"));
      wanted.addAll(auxiliary);
      SDVariable[] extra = losses(sd, auxiliary, expected);
      loss = loss.add(extra[0].add(extra[1].mul(SECOND_TASK)).mul(scalars.get("aux_weight").asDouble()));
    }
    List<String> kept = new ArrayList<>(wanted);
    kept.addAll(List.of(losses[0].name(), losses[1].name()));
    Map<String, INDArray> open = Map.of("seg/auxiliary.dropout.mask", ones(2, 256, 1, 1), "normal/auxiliary.dropout.mask", ones(2, 256, 1, 1));
    FusionGolden.Step found = FusionGolden.step(graph, parameters, input, open, loss, kept);
    for (int i = 0; i < wanted.size(); i++) {
      String key = json.get("id").asText() + (i < 2 ? ".train.out" : ".train.aux") + (i % 2 + 1);
      close(name, wanted.get(i) + " in training", FusionGolden.flat(found.values().get(wanted.get(i))), FusionGolden.flat(expected.array(key, DataType.FLOAT)), tolerance(json, "out"));
    }
    for (int i = 0; i < 2; i++) {
      double wantedLoss = scalars.get("loss" + (i + 1)).asDouble();
      close(name, "loss " + (i + 1), new double[] {found.values().get(losses[i].name()).getDouble(0)}, new double[] {wantedLoss}, 1e-4 * wantedLoss);
    }
    FusionEntries names = new FusionEntries(network, published);
    String key = json.get("id").asText() + ".grad";
    if (expected.names().contains(key)) {
      close(name, "gradients", FusionGolden.flat(names, published, found.gradients()), FusionGolden.flat(expected.array(key, DataType.DOUBLE)), tolerance(json, "grad"));
    }
    assertThat(expected.names().contains(key) || json.path("grad").size() > 90).isTrue();
    FusionGolden.checkDigests(name, names, json.path("grad"), entry -> entry, found.gradients(), tolerance(json, "grad"));
    FusionGolden.checkDigests(name, names, json.get("bn_after"), entry -> entry, found.statistics(), tolerance(json, "out") / 10);
  }

  private static INDArray ones(long... shape) {
    return Nd4j.ones(DataType.FLOAT, shape);
  }

  private static SDVariable[] losses(SameDiff sd, List<String> predictions, NpzFile expected) {
    return new SDVariable[] {PublishedLosses.segmentation(sd.getVariable(predictions.get(0)), expected.array("label_1", DataType.FLOAT), FusionGolden.CLASSES),
      PublishedLosses.normals(sd.getVariable(predictions.get(1)), expected.array("label_2", DataType.FLOAT))};
  }

  private static FusionSettings settings(String id) {
    FusionStart start = new FusionStart.Scaled(0.9, 0.1);
    return switch (id) {
      case "nddr5_single_side" -> FusionSettings.nddr().withOperator(FusionOperator.SINGLE_SIDE, start);
      case "nddr5_single_side_reverse" -> FusionSettings.nddr().withOperator(FusionOperator.SINGLE_SIDE_REVERSE, start);
      case "nddr5_cross_stitch" -> FusionSettings.nddr().withOperator(FusionOperator.CROSS_STITCH, start);
      case "nddr13" -> FusionSettings.nddr().withSites(new SiteRule.Convolutions());
      case "nddr5_aux" -> FusionSettings.nddr().withAuxiliary(List.of("pool1", "pool4"));
      default -> FusionSettings.nddr();
    };
  }

  private static double tolerance(JsonNode json, String what) {
    return Math.max(1e-5 * json.get(what + "_absmax").asDouble(), 20 * json.get(what + "_f64_maxdiff").asDouble());
  }

  private static void close(String name, String what, double[] found, double[] expected, double tolerance) {
    GoldenReport.close(name, what, GoldenReport.difference(found, expected), tolerance);
  }
}
