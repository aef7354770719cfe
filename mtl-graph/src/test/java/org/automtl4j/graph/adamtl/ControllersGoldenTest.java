package org.automtl4j.graph.adamtl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Single controllers, their gates and the OR of several, with the published draws. */
class ControllersGoldenTest {
  private static final String FOLDER = "adamtl/controllers/";
  private static final int BATCH = 3;
  private static final int TOKENS = 16;
  private static final int CHANNELS = 6;
  private static final int DEPTH = 4;

  static Stream<JsonNode> cases() {
    GoldenFolder.needs(FOLDER + "controllers.json");
    return StreamSupport.stream(GoldenFolder.json(FOLDER + "controllers.json").get("cases").spliterator(), false);
  }

  private static NpzFile arrays() {
    GoldenFolder.needs(FOLDER + "controllers.npz");
    return NpzFile.read(GoldenFolder.root().resolve(FOLDER + "controllers.npz"));
  }

  private static double[] array(String key) {
    return PieceGraph.flat(arrays().array(key, DataType.DOUBLE));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void logitsMasksAndGradientsAreThePublishedOnes(JsonNode json) {
    String id = json.get("id").asText();
    String prefix = json.get("prefix").asText();
    boolean ofTokens = id.startsWith("token");
    boolean hard = id.endsWith("hard");
    int hidden = json.get("hidden").asInt();
    long[] shape = ofTokens ? new long[] {BATCH, TOKENS, 1} : new long[] {BATCH, DEPTH};
    INDArray noise = arrays().array(id + ".noise", DataType.FLOAT);
    ControllerLayers.Sight sight = new ControllerLayers.Sight(TOKENS, CHANNELS);
    PieceGraph.Result found = PieceGraph.run(Mode.TRAINING, TOKENS, Map.of("x", Formula.fill(prefix + "/input", 2, BATCH, TOKENS, CHANNELS)), (scope, variables) -> {
      ControllerLayers layers = new ControllerLayers(scope, "swin");
      SDVariable x = variables.get("x");
      SDVariable logits = ofTokens ? layers.tokens("c", x, sight, hidden) : layers.blocks("c", x, sight, hidden, DEPTH);
      scope.expose("logits", logits);
      return new Gate(scope, Controllers.TEMPERATURE).mask(logits, "mask", hard, ofTokens ? new long[] {TOKENS, 1} : new long[] {DEPTH});
    }, (parameter, own) -> {
      String entry = published(parameter);
      long[] theirs = own.length == 2 ? new long[] {own[1], own[0]} : own;
      INDArray numbers = Formula.state(prefix + "/w/" + entry, theirs);
      return own.length == 2 ? numbers.transpose() : numbers;
    }, feeds(noise), Formula.fill(prefix + "/R", 1, shape));

    double tolerance = Math.max(1e-5, 20 * json.get("f64_maxdiff").asDouble());
    GoldenReport.close(FOLDER + id, "logits", GoldenReport.difference(found.values().get("logits"), array(id + ".logits")), tolerance);
    GoldenReport.close(FOLDER + id, "mask", GoldenReport.difference(found.values().get("result"), array(id + ".mask")), hard ? 0 : tolerance);
    double ofGradients = Math.max(1e-5, 20 * json.get("grad_f64_maxdiff").asDouble());
    for (String entry : new String[] {"mlp.weight", "mlp.bias", "fc.weight", "fc.bias"}) {
      INDArray published = arrays().array(id + ".grad." + entry, DataType.DOUBLE);
      double[] theirs = PieceGraph.flat(entry.endsWith("weight") ? published.transpose() : published);
      GoldenReport.close(FOLDER + id, "gradient of " + entry, GoldenReport.difference(found.gradients().get("swin.c." + entry), theirs), ofGradients);
    }
    GoldenReport.close(FOLDER + id, "gradient of the input", GoldenReport.difference(found.gradients().get("x"), array(id + ".grad.input")), ofGradients);
  }

  private static String published(String parameter) {
    return parameter.substring("swin.c.".length());
  }

  private static Map<String, INDArray> feeds(INDArray noise) {
    Map<String, INDArray> feeds = new LinkedHashMap<>();
    feeds.put("mask.noise", noise);
    feeds.put(Gate.EFFORT, Nd4j.scalar(DataType.FLOAT, 0));
    return feeds;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void saturatedGatesAreAsPublished(boolean hard) {
    INDArray logits = arrays().array("saturated.logits", DataType.FLOAT);
    int n = (int) logits.length();
    PieceGraph.Result found = PieceGraph.run(Mode.TRAINING, n, Map.of("logits", logits.reshape(1, n)),
        (scope, variables) -> new Gate(scope, Controllers.TEMPERATURE).mask(variables.get("logits"), "mask", hard, n), (name, shape) -> null,
        feeds(Nd4j.zeros(DataType.FLOAT, 1, n)), Nd4j.ones(DataType.FLOAT, 1, n));
    String key = "saturated." + (hard ? "hard" : "soft");
    GoldenReport.close(FOLDER + "saturated", key + ".mask", GoldenReport.difference(found.values().get("result"), array(key + ".mask")), hard ? 0 : 1e-6);
    // The tails of a sigmoid, whose derivative is about 1e-6 there, are computed from 1 - s by one of the two and from both ends by the other.
    GoldenReport.close(FOLDER + "saturated", key + ".grad", GoldenReport.difference(found.gradients().get("logits"), array(key + ".grad")), 1e-7);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void decisionsOfSeveralTasksAreMergedAsPublished(int tasks) {
    String key = "or" + tasks;
    merged(key + ".bits", arrays().array(key + ".bits", DataType.FLOAT), key + ".mask", key + ".passes", tasks);
    INDArray soft = arrays().array(key + ".soft", DataType.FLOAT);
    merged(key + ".soft", soft.reshape(soft.length() / tasks, tasks), key + ".soft_mask", key + ".soft_grad", tasks);
  }

  private static void merged(String name, INDArray decisions, String mask, String gradients, int tasks) {
    long rows = decisions.size(0);
    Map<String, INDArray> inputs = new LinkedHashMap<>();
    IntStream.range(0, tasks).forEach(t -> inputs.put("task" + t, decisions.get(NDArrayIndex.all(), NDArrayIndex.point(t)).dup().reshape(rows, 1)));
    PieceGraph.Result found = PieceGraph.run(Mode.TRAINING, 1, inputs, (scope, variables) -> {
      Gate gate = new Gate(scope, 1);
      SDVariable one = variables.get("task0");
      for (int t = 1; t < tasks; t++) {
        one = gate.or(one, variables.get("task" + t));
      }
      return one;
    }, (parameter, shape) -> null, Map.of(), Nd4j.ones(DataType.FLOAT, rows, 1));
    GoldenReport.close(FOLDER + name, "merged", GoldenReport.difference(found.values().get("result"), array(mask)), 1e-6);
    INDArray published = arrays().array(gradients, DataType.DOUBLE).reshape(rows, tasks);
    for (int t = 0; t < tasks; t++) {
      GoldenReport.close(FOLDER + name, "gradient of task " + t,
          GoldenReport.difference(found.gradients().get("task" + t), PieceGraph.flat(published.get(NDArrayIndex.all(), NDArrayIndex.point(t)).dup())), 0);
    }
  }

  @Test
  void theCostOfAControllerIsWhatItsLayersMultiply() {
    for (JsonNode json : (Iterable<JsonNode>) cases()::iterator) {
      boolean ofTokens = json.get("id").asText().startsWith("token");
      int hidden = json.get("hidden").asInt();
      // The published method counts a block controller's layers twice; its figure is added nowhere.
      int ours = TOKENS * CHANNELS * hidden + (ofTokens ? TOKENS * hidden : TOKENS * hidden * DEPTH);
      GoldenReport.same(FOLDER + json.get("id").asText(), "multiply-adds", (ofTokens ? 1 : 2) * ours, json.get("flops").asInt());
    }
  }
}
