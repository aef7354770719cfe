package org.automtl4j.graph.adamtl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.automtl4j.core.ops.Ancestors;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.swin.SwinEntry;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.plan.TrainingPlan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Whole adaptive models with the published weights, draws and decisions: predictions, features, every mask and logit, every gradient. */
class AdaptiveSwinGoldenTest {
  private static final int WHOLE = 64;
  private static final int SAMPLES = 16;
  private static final int GRADIENTS_WHOLE = 16;
  private static final int GRADIENTS_SAMPLES = 8;

  static Stream<JsonNode> cases() {
    return AdaptiveGolden.cases();
  }

  private static String name(JsonNode json) {
    return AdaptiveGolden.FOLDER + json.get("id").asText();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void parametersAreThePublishedOnes(JsonNode json) {
    List<String> published = new ArrayList<>();
    AdaptiveGolden.file().get("state_dicts").get(json.get("model").asText()).forEach(entry -> {
      if (!entry.get(0).asText().matches(".*(relative_position_index|attn_mask|num_batches_tracked)")) {
        published.add(entry.get(0).asText() + entry.get(1).toString().replace(",", ", "));
      }
    });
    List<String> ours = AdaptiveEntries.of(AdaptiveGolden.network(json, DataType.FLOAT).parameters()).stream().map(e -> e.name() + Arrays.toString(e.shape())).toList();
    // Files of models that lack one kind of controllers, or some tasks, are compared by what they have.
    GoldenReport.same(name(json), "parameters", ours.stream().sorted().toList(), published.stream().filter(p -> ours.contains(p) || !isOfOtherTask(p, json)).sorted().toList());
  }

  private static boolean isOfOtherTask(String entry, JsonNode json) {
    return entry.startsWith("decoders.") && IntStream.range(0, json.get("tasks").size()).noneMatch(i -> entry.startsWith("decoders." + json.get("tasks").get(i).asText() + "."));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void masksFeaturesPredictionsAndGradientsAreThePublishedOnes(JsonNode json) {
    boolean both = GoldenReport.isAskedFor() || json.get("id").asText().equals("taw_both_train");
    for (DataType type : both ? List.of(DataType.FLOAT, DataType.DOUBLE) : List.of(DataType.FLOAT)) {
      AdaptiveSwin network = AdaptiveGolden.network(json, type);
      Parameters weights = AdaptiveGolden.weights(network, AdaptiveGolden.seed(json) + "/ada/w");
      boolean training = json.get("mode").asText().equals("train");
      int size = network.encoder().spec().image().height();
      GraphRequest request = new GraphRequest(AdaptiveGolden.view(json), network.tasks().stream().map(t -> t.name()).toList(),
          training ? Mode.TRAINING : Mode.EVALUATION, size, size);
      NetworkGraph graph = network.graph(weights, request);
      if (training) {
        train(json, network, graph, type);
      } else {
        evaluate(json, graph, type);
      }
    }
  }

  private static INDArray images(JsonNode json) {
    INDArray all = Formula.fill(AdaptiveGolden.seed(json) + "/ada/input", 2, 3, 3, 16, 16);
    return json.get("batch").asInt() == 3 ? all : all.get(NDArrayIndex.interval(0, json.get("batch").asInt()), NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all()).dup();
  }

  private static void evaluate(JsonNode json, NetworkGraph graph, DataType type) {
    INDArray images = images(json);
    List<String> outputs = new ArrayList<>(graph.outputs().values());
    outputs.addAll(graph.predictions().values());
    InferencePlan.Builder builder = InferencePlan.builder(graph.sameDiff()).input(graph.input(), images.shape()).outputs(outputs);
    graph.feeds().forEach(feed -> builder.input(feed.placeholder(), AdaptiveGolden.fed(json, feed, images.size(0)).shape()));
    try (InferencePlan plan = builder.build()) {
      plan.input(graph.input()).assign(images.castTo(type));
      graph.feeds().forEach(feed -> plan.input(feed.placeholder()).assign(AdaptiveGolden.fed(json, feed, images.size(0)).castTo(type)));
      plan.run();
      check(json, graph, plan::value, type);
    }
  }

  private static void train(JsonNode json, AdaptiveSwin network, NetworkGraph graph, DataType type) {
    SameDiff sd = graph.sameDiff();
    INDArray images = images(json);
    long batch = images.size(0);
    String seed = AdaptiveGolden.seed(json) + "/ada/R/";
    SDVariable loss = sd.constant(Nd4j.scalar(type, 0));
    for (JsonNode entry : json.get("layout")) {
      String key = entry.get(0).asText();
      String factor = key.startsWith("block.") || key.startsWith("token.") ? "mask." + key : key;
      String output = key.startsWith("pred.") ? graph.predictions().get(key.substring("pred.".length())) : graph.outputs().get(key);
      if (output != null && key.matches("(pred|feature|block|token)\\..*")) {
        long[] shape = shape(entry.get(1));
        loss = loss.add(sd.getVariable(output).mul(sd.constant(Formula.fill(seed + factor, 1, shape).castTo(type))).sum());
      }
    }
    loss = loss.rename("loss");
    Set<String> reached = Ancestors.of(sd, "loss");
    List<String> wanted = graph.parameters().stream().filter(reached::contains).filter(p -> !p.endsWith(".mean") && !p.endsWith(".variance")).toList();
    List<String> kept = new ArrayList<>(graph.outputs().values());
    kept.addAll(graph.predictions().values());
    TrainingPlan.Builder builder = TrainingPlan.builder(sd).input(graph.input(), images.shape()).loss("loss").gradientsOf(wanted).keep(kept);
    graph.feeds().forEach(feed -> builder.input(feed.placeholder(), AdaptiveGolden.fed(json, feed, batch).shape()));
    try (TrainingPlan plan = builder.build()) {
      plan.input(graph.input()).assign(images.castTo(type));
      graph.feeds().forEach(feed -> plan.input(feed.placeholder()).assign(AdaptiveGolden.fed(json, feed, batch).castTo(type)));
      plan.forward();
      check(json, graph, plan::value, type);
      plan.backward();
      Map<String, INDArray> found = new HashMap<>();
      plan.gradients().forEach(p -> found.put(p, plan.gradient(p).dup('c')));
      gradients(json, network, found, type);
    }
  }

  private static long[] shape(JsonNode list) {
    return IntStream.range(0, list.size()).mapToLong(i -> list.get(i).asLong()).toArray();
  }

  /** The published code computes the blocks of a model that gates tokens alone, and throws the result away, where it trains. */
  private static boolean isThrownAway(JsonNode json) {
    return !json.get("policy").isNull() && !json.get("ada_blocks").asBoolean() && json.get("mode").asText().equals("train") && json.get("adaptive").asBoolean();
  }

  private static void check(JsonNode json, NetworkGraph graph, Function<String, INDArray> values, DataType type) {
    if (isThrownAway(json)) {
      GoldenReport.mended(name(json), "outputs", "blocks that gate tokens alone are trained");
      return;
    }
    double[] expected = flat(AdaptiveGolden.arrays("adaptive").array(json.get("id").asText(), DataType.DOUBLE));
    double tolerance = tolerance(json, "");
    int at = 0;
    for (JsonNode entry : json.get("layout")) {
      String key = entry.get(0).asText();
      int count = entry.get(2).asInt();
      double[] numbers = Arrays.copyOfRange(expected, at, at + count);
      at += count;
      String output = key.startsWith("pred.") ? graph.predictions().get(key.substring("pred.".length())) : graph.outputs().get(key);
      if (output != null) {
        INDArray found = key.startsWith("token.") && json.get("mode").asText().equals("eval") ? ofBlocksThatRan(json, graph, values, key, values.apply(output)) : values.apply(output);
        GoldenReport.close(name(json), key + ", " + type, GoldenReport.difference(count < found.length() ? packed(flat(found), WHOLE, SAMPLES) : flat(found), numbers), tolerance);
      } else if (!key.startsWith("bn.") && !isConstant(numbers)) {
        GoldenReport.same(name(json), key + " is an output", false, true);
      }
    }
  }

  /** What the published code reports where there are no controllers of that kind: ones, and for a block that it does not run zeros. */
  private static boolean isConstant(double... numbers) {
    return Arrays.stream(numbers).allMatch(x -> x == 1) || Arrays.stream(numbers).allMatch(x -> x == 0);
  }

  /** The published code does not ask for tokens in a block that it does not run. */
  private static INDArray ofBlocksThatRan(JsonNode json, NetworkGraph graph, Function<String, INDArray> values, String key, INDArray tokens) {
    String[] words = key.split("\\.");
    if (!json.get("adaptive").asBoolean() || !graph.outputs().containsKey("block." + words[1])) {
      return tokens;
    }
    return tokens.mul(values.apply(graph.outputs().get("block." + words[1])).getDouble(0, Integer.parseInt(words[2])));
  }

  private static void gradients(JsonNode json, AdaptiveSwin network, Map<String, INDArray> found, DataType type) {
    if (isThrownAway(json)) {
      return;
    }
    Map<String, double[]> ours = new HashMap<>();
    for (SwinEntry entry : AdaptiveEntries.of(network.parameters())) {
      ours.put(entry.name(), found.containsKey(entry.parameter()) ? flat(entry.toPublished(found.get(entry.parameter())))
          : new double[(int) Arrays.stream(entry.shape()).reduce(1, (a, b) -> a * b)]);
    }
    String id = json.get("id").asText();
    double[] expected = flat(AdaptiveGolden.arrays("gradients").array(id, DataType.DOUBLE));
    INDArray digests = AdaptiveGolden.arrays("gradients").array(id + ".digest", DataType.DOUBLE);
    double tolerance = tolerance(json, "grad_");
    int at = 0;
    int row = 0;
    for (JsonNode entry : AdaptiveGolden.file().get("state_dicts").get(json.get("model").asText())) {
      String key = entry.get(0).asText();
      if (key.matches(".*(relative_position_index|attn_mask|running_mean|running_var|num_batches_tracked)")) {
        continue;
      }
      int length = (int) Arrays.stream(shape(entry.get(1))).reduce(1, (a, b) -> a * b);
      double[] numbers = ours.getOrDefault(key, new double[length]);
      double[] some = packed(numbers, GRADIENTS_WHOLE, GRADIENTS_SAMPLES);
      double[] published = Arrays.stream(Arrays.copyOfRange(expected, at, at + some.length)).map(x -> Double.isNaN(x) ? 0 : x).toArray();
      GoldenReport.close(name(json), "gradient of " + key + ", " + type, GoldenReport.difference(some, published), tolerance);
      double[] digest = digests.getRow(row).toDoubleVector();
      double[] sums = {Arrays.stream(numbers).sum(), Arrays.stream(numbers).map(Math::abs).sum()};
      GoldenReport.close(name(json), "sums of the gradient of " + key + ", " + type,
          GoldenReport.difference(sums, Arrays.stream(digest).map(x -> Double.isNaN(x) ? 0 : x).toArray()), 1e-5 * sums[1] + numbers.length * tolerance);
      at += some.length;
      row++;
    }
    GoldenReport.same(name(json), "gradients", at, expected.length);
  }

  private static double tolerance(JsonNode json, String prefix) {
    return Math.max(1e-5 * json.get(prefix + "absmax").asDouble(), 20 * json.get(prefix + "f64_maxdiff").asDouble());
  }

  private static double[] flat(INDArray array) {
    return array.dup('c').reshape(array.length()).toDoubleVector();
  }

  private static double[] packed(double[] numbers, int whole, int samples) {
    return numbers.length <= whole ? numbers : IntStream.range(0, samples).mapToDouble(k -> numbers[k * (numbers.length / samples)]).toArray();
  }
}
