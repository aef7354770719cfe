package org.automtl4j.graph.mtlnas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.model.published.FusionEntries;
import org.automtl4j.graph.model.published.FusionEntries.Entry;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Architecture and weight steps of all published variants of the search: losses, penalties, gradients of gates and of all weights. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchStepGoldenTest {
  private static final long[] INPUT = {2, 3, 41, 49};
  private static final double SECOND_TASK = 20;
  /** Steps by what they compute: variants differ in one of two steps only. */
  private final Map<String, FusionGolden.Step> computed = new HashMap<>();

  static Stream<JsonNode> cases() {
    return StreamSupport.stream(FusionGolden.json("gates").get("variants").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bothStepsHaveThePublishedLossesAndGradients(JsonNode json) {
    FusionNetwork network = FusionGolden.network(FusionGolden.search(FusionOperator.NDDR, 1, 0), DataType.FLOAT);
    List<Entry> published = FusionGolden.entries(FusionGolden.json("gates").get("weights"));
    for (String kind : List.of("arch", "weight")) {
      check("mtlnas/gates/" + json.get("id").asText() + "." + kind, json, kind, network, published);
    }
  }

  private void check(String name, JsonNode json, String kind, FusionNetwork network, List<Entry> published) {
    JsonNode step = json.get(kind);
    DataType type = network.dataType();
    NpzFile expected = FusionGolden.arrays("gates");
    Parameters parameters = FusionGolden.parameters(network, published, "s1:gates.");
    boolean relaxed = !step.get("uniforms_row").isNull();
    String gates = json.get("supernet").asBoolean() ? "all" : relaxed ? "gumbel" : "sigmoid";
    FusionView view = gates.equals("sigmoid") ? new FusionView.Soft() : new FusionView.Gated();
    NetworkGraph graph = network.graph(parameters, FusionGolden.request(view, Mode.TRAINING, INPUT));
    SameDiff sd = graph.sameDiff();
    SDVariable loss1 = PublishedLosses.segmentation(sd.getVariable(graph.predictions().get("seg")), expected.array("label_1", type), FusionGolden.CLASSES);
    SDVariable loss2 = PublishedLosses.normals(sd.getVariable(graph.predictions().get("normal")), expected.array("label_2", type));
    SDVariable loss = loss1.add(loss2.mul(SECOND_TASK));
    JsonNode scalars = step.get("scalars");
    Map<String, SDVariable> terms = new HashMap<>(Map.of("loss1", loss1, "loss2", loss2));
    if (scalars.has("entropy_loss")) {
      terms.put("entropy_loss", GatePenalties.entropy(network, graph, "entropy"));
      loss = loss.add(terms.get("entropy_loss").mul(scalars.get("entropy_weight").asDouble()));
    }
    if (scalars.has("l1_loss")) {
      terms.put("l1_loss", GatePenalties.open(network, graph, json.get("id").asText().contains("weighted"), "open"));
      loss = loss.add(terms.get("l1_loss").mul(scalars.get("l1_weight").asDouble()));
    }
    SDVariable total = loss.add("total", sd.constant(Nd4j.scalar(type, 0)));
    Map<String, String> names = new TreeMap<>();
    terms.forEach((term, variable) -> names.put(term, variable.rename(term).name()));
    double[] uniforms = FusionGolden.flat(expected.array("uniforms", DataType.DOUBLE).getRow(relaxed ? step.get("uniforms_row").asInt() : 0));
    double temperature = Math.pow(1 - json.get("step").asDouble() / FusionGolden.json("gates").get("steps").asDouble(), 2);
    SDVariable summed = total;
    String computation = gates + (relaxed ? step.get("uniforms_row").asText() + " at " + temperature : "") + scalars;
    FusionGolden.Step found = computed.computeIfAbsent(computation, key -> FusionGolden.step(graph, parameters, Formula.fill("s1:gates.in", 2, INPUT),
        FusionGolden.gates(gates, temperature, uniforms), summed, List.copyOf(names.values())));
    names.forEach((term, variable) -> scalar(name, term, found.values().get(variable).getDouble(0), step));
    scalar(name, "loss", found.loss(), step);
    String prefix = json.get("id").asText() + "." + kind;
    for (String task : network.space().tasks()) {
      String key = prefix + ".dnet" + (network.space().tasks().indexOf(task) + 1) + "_alphas";
      double[] gradient = gradient(network, task, found.gradients().get(FusionNames.LOGITS));
      double[] wanted = expected.names().contains(key) ? FusionGolden.flat(expected.array(key, DataType.DOUBLE)) : new double[gradient.length];
      double tolerance = Math.max(1e-5 * step.path("alpha_grad_absmax").asDouble(), 20 * step.path("alpha_grad_f64_maxdiff").asDouble());
      GoldenReport.close(name, "gradient of the gates to " + task, GoldenReport.difference(gradient, wanted), tolerance);
    }
    double[] weights = FusionGolden.flat(new FusionEntries(network, published), published, found.gradients());
    double tolerance = Math.max(1e-5 * step.get("grad_absmax").asDouble(), 20 * step.get("grad_f64_maxdiff").asDouble());
    GoldenReport.close(name, "gradient of the weights",
        GoldenReport.difference(weights, FusionGolden.flat(expected.array(step.get("weight_gradients").asText(), DataType.DOUBLE))), tolerance);
  }

  private static void scalar(String name, String term, double found, JsonNode step) {
    double published = step.get("scalars").get(term).asDouble();
    double gap = Math.abs(published - step.get("scalars_f64").get(term).asDouble());
    GoldenReport.close(name, term, Math.abs(found - published), Math.max(1e-5 * Math.abs(published), 20 * gap));
  }

  private static double[] gradient(FusionNetwork network, String task, INDArray all) {
    List<Edge> edges = network.space().edges();
    return IntStream.range(0, edges.size()).filter(e -> edges.get(e).target().equals(task)).mapToDouble(all::getDouble).toArray();
  }
}
