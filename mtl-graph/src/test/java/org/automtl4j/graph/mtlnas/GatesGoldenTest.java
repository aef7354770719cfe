package org.automtl4j.graph.mtlnas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.model.published.FusionEntries;
import org.automtl4j.graph.model.published.FusionEntries.Entry;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** MTL-NAS's super-network at small width: gates, outputs, fused features and running statistics of every kind of gate, as published. */
class GatesGoldenTest {
  private static final long[] INPUT = {2, 3, 41, 49};

  static Stream<JsonNode> cases() {
    return StreamSupport.stream(FusionGolden.json("gates").get("forward").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyKindOfGateGivesThePublishedOutputs(JsonNode json) {
    check(json, DataType.FLOAT);
    if (json.get("step").asInt() == 3 || GoldenReport.isAskedFor()) { // the others would say the same once more
      check(json, DataType.DOUBLE);
    }
  }

  private static void check(JsonNode json, DataType type) {
    String id = json.get("id").asText();
    String name = "mtlnas/gates/" + id + " " + type;
    boolean stitch = id.endsWith("cross_stitch");
    FusionNetwork network = FusionGolden.network(FusionGolden.search(stitch ? FusionOperator.CROSS_STITCH : FusionOperator.NDDR, 0.9, 0.1), type);
    List<Entry> published = stitch ? crossStitch(network) : FusionGolden.entries(FusionGolden.json("gates").get("weights"));
    Parameters parameters = FusionGolden.parameters(network, published, "s1:gates.");
    INDArray input = Formula.fill("s1:gates.in", 2, INPUT).castTo(type);
    boolean training = json.get("train").asBoolean();
    String kind = json.get("kind").get(0).asText();
    FusionView view = kind.equals("sigmoid") ? new FusionView.Soft() : new FusionView.Gated();
    NetworkGraph graph = network.graph(parameters, FusionGolden.request(view, training ? Mode.TRAINING : Mode.EVALUATION, INPUT));
    NpzFile expected = FusionGolden.arrays("gates");
    double[] uniforms = FusionGolden.flat(expected.array("uniforms", DataType.DOUBLE).getRow(0));
    Map<String, INDArray> feeds = FusionGolden.gates(kind, json.get("temperature").asDouble(), uniforms);
    List<String> wanted = new ArrayList<>(List.of(graph.outputs().get("gates"), graph.predictions().get("seg"), graph.predictions().get("normal")));
    network.space().sites().forEach(site -> network.space().tasks().forEach(task -> wanted.add(graph.outputs().get("fused." + site.index() + "." + task))));
    FusionGolden.Step step = training ? trained(graph, parameters, input, feeds, wanted)
        : new FusionGolden.Step(0, FusionGolden.evaluate(graph, input, feeds, wanted), Map.of(), Map.of());
    double tolerance = Math.max(1e-5 * json.get("absmax").asDouble(), 20 * json.get("f64_maxdiff").asDouble());
    close(name, "gates", step.values().get(wanted.get(0)), expected.array(id + ".gates", type), Math.max(1e-5, 20 * json.get("gates_f64_maxdiff").asDouble()));
    close(name, "output of task 1", step.values().get(wanted.get(1)), expected.array(id + ".out1", type), tolerance);
    close(name, "output of task 2", step.values().get(wanted.get(2)), expected.array(id + ".out2", type), tolerance);
    for (int i = 3; i < wanted.size(); i++) {
      double[] values = FusionGolden.flat(step.values().get(wanted.get(i)));
      JsonNode digest = json.get("fused_digest").get(i - 3); // sum and sum of absolute values, to seven digits
      double difference = Math.abs(Arrays.stream(values).sum() - digest.get(0).asDouble());
      GoldenReport.close(name, "sum of " + wanted.get(i), difference, 1e-5 * digest.get(1).asDouble() + values.length * tolerance / 100);
    }
    FusionGolden.checkDigests(name, new FusionEntries(network, published), json.path("fusion_bn_after"), entry -> entry, step.statistics(), tolerance / 10);
  }

  private static FusionGolden.Step trained(NetworkGraph graph, Parameters parameters, INDArray input, Map<String, INDArray> feeds, List<String> wanted) {
    SDVariable loss = graph.sameDiff().getVariable(graph.predictions().get("seg")).sum().add("loss", graph.sameDiff().getVariable(graph.predictions().get("normal")).sum());
    return FusionGolden.step(graph, parameters, input, feeds, loss, wanted);
  }

  /** The published list has the parameters of the usual operator only. */
  private static List<Entry> crossStitch(FusionNetwork network) {
    List<Entry> entries = new ArrayList<>(FusionGolden.entries(FusionGolden.json("gates").get("weights")));
    entries.removeIf(entry -> entry.name().startsWith("paths."));
    for (int net = 1; net <= 2; net++) {
      for (FusionSite site : network.space().sites()) {
        int inputs = network.space().incoming(network.space().tasks().get(net - 1), site.index()).size() + 1;
        entries.add(new Entry("paths.net" + net + "_paths." + site.index() + ".a", new long[] {inputs}));
      }
    }
    return entries;
  }

  private static void close(String name, String what, INDArray found, INDArray expected, double tolerance) {
    GoldenReport.close(name, what, GoldenReport.difference(FusionGolden.flat(found), FusionGolden.flat(expected)), tolerance);
  }
}
