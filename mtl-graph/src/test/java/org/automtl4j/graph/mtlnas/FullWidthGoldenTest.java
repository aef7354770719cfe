package org.automtl4j.graph.mtlnas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.model.published.FusionEntries.Entry;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The published default at full width, 52 million numbers by formula: an evaluation, an architecture step, a weight step. */
class FullWidthGoldenTest {
  private static final String NAME = "mtlnas/full.supernet";
  private static final long[] INPUT = {2, 3, 41, 49};
  private static final double SECOND_TASK = 20;

  @Test
  void theSupernetOfTheDefaultIsThePublishedOne() {
    JsonNode json = FusionGolden.json("full").get("supernet");
    FusionNetwork network = FusionNetwork.builder(Backbone.named("vgg16_largefov")).task(Task.segmentation("seg", 40), TaskHead.largeFov(1024, 0))
        .task(Task.normals("normal"), TaskHead.largeFov(1024, 0)).build();
    long count = network.parameters().stream().filter(spec -> spec.role() == Role.WEIGHT).mapToLong(ParameterSpec::length).sum();
    GoldenReport.same(NAME, "trained numbers and the published two matrices of logits", count + 2 * 13 * 13, json.get("param_count").asLong());
    List<Entry> published = new ArrayList<>(FusionGolden.entries(json.get("parameters")));
    published.removeIf(entry -> entry.name().endsWith("_alphas"));
    try (Parameters parameters = FusionGolden.parameters(network, published, "s1:full.supernet.")) {
      INDArray input = Formula.fill("s1:full.in", 2, INPUT);
      double[] uniforms = FusionGolden.doubles(json.get("uniforms"));
      NetworkGraph evaluation = network.graph(parameters, FusionGolden.request(new FusionView.Gated(), Mode.EVALUATION, INPUT));
      List<String> predictions = List.copyOf(evaluation.predictions().values());
      outputs(json, "eval", FusionGolden.evaluate(evaluation, input, FusionGolden.gates("onehot", 1, uniforms), predictions), predictions);
      step(json, "arch", network, parameters, input, FusionGolden.gates("sigmoid", 1, uniforms));
      step(json, "weight", network, parameters, input, FusionGolden.gates("gumbel", Math.pow(1 - 3 / 10.0, 2), uniforms));
    }
  }

  private static void outputs(JsonNode json, String kind, Map<String, INDArray> values, List<String> predictions) {
    for (int i = 0; i < 2; i++) {
      JsonNode sample = json.get("out").get(kind + ".out" + (i + 1));
      double[] output = FusionGolden.flat(values.get(predictions.get(i)));
      double[] picked = IntStream.range(0, sample.get("index").size()).mapToDouble(k -> output[sample.get("index").get(k).asInt()]).toArray();
      double tolerance = Math.max(1e-5 * sample.get("max").asDouble(), 20 * json.get("out_f64_maxdiff").asDouble());
      GoldenReport.close(NAME, kind + ", output of task " + (i + 1), GoldenReport.difference(picked, FusionGolden.doubles(sample.get("value"))), tolerance);
    }
  }

  private static void step(JsonNode json, String kind, FusionNetwork network, Parameters parameters, INDArray input, Map<String, INDArray> feeds) {
    NetworkGraph graph = network.graph(parameters, FusionGolden.request(new FusionView.Gated(), Mode.TRAINING, INPUT));
    SameDiff sd = graph.sameDiff();
    NpzFile labels = FusionGolden.arrays("full_labels");
    SDVariable loss1 = PublishedLosses.segmentation(sd.getVariable(graph.predictions().get("seg")), labels.array("label_1", DataType.FLOAT), 40).rename("loss1");
    SDVariable loss2 = PublishedLosses.normals(sd.getVariable(graph.predictions().get("normal")), labels.array("label_2", DataType.FLOAT)).rename("loss2");
    SDVariable entropy = GatePenalties.entropy(network, graph, "entropy_loss");
    SDVariable loss = loss1.add(loss2.mul(SECOND_TASK)).add("loss", entropy.mul(kind.equals("arch") ? json.get("arch").get("entropy_weight").asDouble() : 0));
    List<String> predictions = List.copyOf(graph.predictions().values());
    List<String> wanted = new ArrayList<>(predictions);
    wanted.addAll(List.of("loss1", "loss2", "entropy_loss"));
    FusionGolden.Step found = FusionGolden.step(graph, parameters, input, feeds, loss, wanted);
    outputs(json, kind, found.values(), predictions);
    for (Map.Entry<String, JsonNode> scalar : json.get(kind).properties()) {
      if (!scalar.getKey().equals("entropy_weight")) {
        double published = scalar.getValue().asDouble();
        double value = scalar.getKey().equals("loss") ? found.loss() : found.values().get(scalar.getKey()).getDouble(0);
        double gap = Math.abs(published - json.get(kind + "_f64").get(scalar.getKey()).asDouble());
        GoldenReport.close(NAME, kind + ", " + scalar.getKey(), Math.abs(value - published), Math.max(1e-5 * published, 20 * gap));
      }
    }
    List<Edge> edges = network.space().edges();
    INDArray gradient = found.gradients().get(FusionNames.LOGITS);
    for (String task : kind.equals("arch") ? network.space().tasks() : List.<String>of()) {
      double[] ours = IntStream.range(0, edges.size()).filter(e -> edges.get(e).target().equals(task)).mapToDouble(gradient::getDouble).toArray();
      GoldenReport.close(NAME, "gradient of the gates to " + task,
          GoldenReport.difference(ours, FusionGolden.doubles(json.get("arch_alpha_grad").get(network.space().tasks().indexOf(task)))),
          20 * json.get("arch_alpha_grad_f64_maxdiff").asDouble());
    }
  }
}
