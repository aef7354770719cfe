package org.automtl4j.graph.mtlnas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BackboneBuilder;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.model.published.FusionEntries;
import org.automtl4j.graph.model.published.FusionEntries.Entry;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.NetworkStructure;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every fusion operator alone: where it starts, outputs, gradients of features and parameters, running statistics. */
class FusionOperatorsGoldenTest {
  private static final long[] SHAPE = {2, 3, 4, 5};

  static Stream<JsonNode> cases() {
    return StreamSupport.stream(FusionGolden.json("fusion").get("cases").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anOperatorDoesWhatThePublishedOneDoes(JsonNode json) {
    FusionNetwork network = network(json);
    FusionEntries names = new FusionEntries(network, List.of());
    NpzFile expected = FusionGolden.arrays("fusion");
    String id = json.get("id").asText();
    Parameters fresh = Parameters.fresh(network, 1);
    for (Entry entry : entries(json)) {
      GoldenReport.close("mtlnas/fusion/" + id, "start of " + entry.name(), GoldenReport.difference(names.read(entry, fresh::get),
          FusionGolden.flat(expected.array(id + ".init." + published(entry), DataType.DOUBLE))), 1e-7);
    }
    for (JsonNode run : json.get("runs")) {
      run(json, run, network, names);
    }
  }

  private static FusionNetwork network(JsonNode json) {
    boolean search = !json.get("searchspace").asText().isEmpty();
    FusionStart start = new FusionStart.Scaled(json.get("init").get(0).asDouble(), json.get("init").get(1).asDouble());
    FusionOperator operator = switch (json.get("nddr_type").asText()) {
      case "single_side" -> FusionOperator.SINGLE_SIDE;
      case "single_side_reverse" -> FusionOperator.SINGLE_SIDE_REVERSE;
      case "cross_stitch" -> FusionOperator.CROSS_STITCH;
      default -> FusionOperator.NDDR;
    };
    int sites = search ? json.get("inputs").asInt() - 1 : 1;
    BackboneBuilder builder = Backbone.builder("chain");
    for (int i = 0; i < sites; i++) {
      builder.convolution(3, 1);
    }
    FusionSettings settings = (search ? FusionSettings.mtlNas() : FusionSettings.mtlNas().withEdges(1, false)).withOperator(operator, start);
    return FusionNetwork.builder(builder.build()).task(Task.depth("a"), TaskHead.conv1x1()).task(Task.depth("b"), TaskHead.conv1x1()).settings(settings).build();
  }

  /** The published parameters under the names that they have in a network. */
  private static List<Entry> entries(JsonNode json) {
    boolean search = !json.get("searchspace").asText().isEmpty();
    String prefix = search ? "paths.net1_paths." + (json.get("inputs").asInt() - 2) + "." : "nddrs.nddrs.0.";
    return FusionGolden.entries(json.get("parameters")).stream().map(entry -> new Entry(prefix + entry.name(), entry.shape())).toList();
  }

  private static String published(Entry entry) {
    return entry.name().replaceFirst("paths\\.net1_paths\\.\\d+\\.|nddrs\\.nddrs\\.0\\.", "");
  }

  private static void run(JsonNode json, JsonNode run, FusionNetwork network, FusionEntries names) {
    NpzFile expected = FusionGolden.arrays("fusion");
    String key = json.get("id").asText() + "." + run.get("mode").asText();
    String name = "mtlnas/fusion/" + key;
    boolean search = !json.get("searchspace").asText().isEmpty();
    int inputs = json.get("inputs").asInt();
    int site = search ? inputs - 2 : 0;
    List<String> targets = network.space().tasks().stream().filter(task -> !search || task.equals("a")).toList();
    Map<String, long[]> features = new LinkedHashMap<>();
    IntStream.range(0, inputs).forEach(i -> features.put("in" + i, SHAPE));
    List<SDVariable> outputs = new ArrayList<>();
    NetworkStructure structure = scope -> {
      List<SDVariable> in = features.keySet().stream().map(feature -> scope.parameter(feature, Role.WEIGHT, Initializer.constant(0), SHAPE)).toList();
      for (int t = 0; t < targets.size(); t++) {
        String task = targets.get(t);
        List<Edge> edges = network.space().incoming(task, site);
        List<SDVariable> others = search ? in.subList(1, inputs) : List.of(in.get(1 - t));
        outputs.add(edges.isEmpty() ? in.get(t) // passes through untouched
            : new Fusion(scope, network.settings(), network.space().sites().get(site), task).build(in.get(t), edges.size(), edges, others, Optional.empty()));
      }
    };
    Parameters parameters = numbers(json, network, names, features, structure);
    Mode mode = run.get("mode").asText().equals("train") ? Mode.TRAINING : Mode.EVALUATION;
    GraphRequest request = new GraphRequest(new FusionView.Gated(), List.of("a"), mode, 4, 5);
    outputs.clear();
    NetworkGraph graph = structure.graph(basis(), parameters, request);
    SDVariable loss = null;
    for (int i = 0; i < outputs.size(); i++) {
      INDArray r = Formula.fill("s1:" + json.get("id").asText() + ".R" + i, 1, SHAPE);
      SDVariable part = outputs.get(i).mul(graph.sameDiff().constant("R" + i, r)).sum();
      loss = loss == null ? part : loss.add(part);
    }
    List<String> wanted = outputs.stream().map(SDVariable::name).filter(output -> !features.containsKey(output)).toList();
    FusionGolden.Step found = FusionGolden.step(graph, parameters, Nd4j.zeros(DataType.FLOAT, 2, 1, 4, 5), Map.of(), loss, wanted);
    double tolerance = Math.max(1e-5 * run.get("absmax").asDouble(), 20 * run.get("f64_maxdiff").asDouble());
    for (int i = 0; i < outputs.size(); i++) {
      INDArray output = features.containsKey(outputs.get(i).name()) ? parameters.get(outputs.get(i).name()) : found.values().get(outputs.get(i).name());
      close(name, "output " + i, FusionGolden.flat(output), expected.array(key + ".out" + i, DataType.DOUBLE), tolerance);
    }
    for (int i = 0; i < inputs; i++) {
      close(name, "gradient of feature " + i, FusionGolden.flat(found.gradients().get("in" + i)), expected.array(key + ".din" + i, DataType.DOUBLE), 2 * tolerance);
    }
    for (Entry entry : entries(json)) {
      INDArray published = expected.array(key + ".d." + published(entry), DataType.DOUBLE);
      close(name, "gradient of " + entry.name(), names.read(entry, found.gradients()::get), published, 2e-5 * (1 + published.amaxNumber().doubleValue()));
    }
    for (Entry entry : mode == Mode.TRAINING ? FusionGolden.statistics(entries(json)) : List.<Entry>of()) {
      close(name, entry.name(), names.read(entry, found.statistics()::get), expected.array(key + ".after." + published(entry), DataType.DOUBLE), tolerance);
    }
  }

  private static NetworkStructure.Basis basis() {
    return new NetworkStructure.Basis(1, DataType.FLOAT, Initialization.UNIFORM);
  }

  private static Parameters numbers(JsonNode json, FusionNetwork network, FusionEntries names, Map<String, long[]> features, NetworkStructure structure) {
    NpzFile expected = FusionGolden.arrays("fusion");
    String id = json.get("id").asText();
    GraphRequest request = new GraphRequest(new FusionView.Gated(), List.of("a"), Mode.TRAINING, 4, 5);
    List<ParameterSpec> specs = structure.record(basis(), request);
    Parameters parameters = Parameters.of(specs, DataType.FLOAT, 1);
    features.keySet().forEach(feature -> parameters.set(feature, expected.array(id + "." + feature, DataType.FLOAT)));
    List<Entry> entries = new ArrayList<>(entries(json));
    entries.addAll(FusionGolden.statistics(entries));
    entries.forEach(entry -> names.write(entry, expected.array(id + ".state." + published(entry), DataType.FLOAT), n -> parameters.spec(n).shape()).forEach(parameters::set));
    return parameters;
  }

  private static void close(String name, String what, double[] found, INDArray expected, double tolerance) {
    GoldenReport.close(name, what, GoldenReport.difference(found, FusionGolden.flat(expected)), tolerance);
  }
}
