package org.automtl4j.graph.swin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.ops.WindowGrid;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.plan.TrainingPlan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Seven small encoders with the published weights by formula: maps of all stages, gradients of all parameters and of the images. */
class SwinEncoderGoldenTest {

  static Stream<JsonNode> cases() {
    return SwinGolden.cases();
  }

  private static String name(JsonNode json) {
    return SwinGolden.FOLDER + json.get("id").asText();
  }

  /** Double precision, without loops of our own, once; and wherever a report is asked for. */
  private static List<DataType> types(JsonNode json) {
    boolean both = GoldenReport.isAskedFor() || json.get("id").asText().equals("enc_a");
    return both ? List.of(DataType.FLOAT, DataType.DOUBLE) : List.of(DataType.FLOAT);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void parametersWindowsAndRatesAreThePublishedOnes(JsonNode json) {
    SwinSpec spec = SwinGolden.spec(json.get("args"));
    List<SwinEntry> entries = SwinEntry.of(SwinGolden.parameters(spec, DataType.FLOAT), "swin");
    GoldenReport.same(name(json), "parameters", entries.stream().map(entry -> entry.name() + Arrays.toString(entry.shape())).sorted()
        .toList(),
        SwinGolden.published(json.get("state_dict")).stream().sorted().toList());
    List<Double> rates = new ArrayList<>();
    json.get("drop_path_rates").forEach(stage -> stage.forEach(rate -> rates.add(rate.asDouble())));
    GoldenReport.same(name(json), "rates of stochastic depth", IntStream.range(0, spec.blocks()).mapToObj(spec::dropPath).toList(), rates);
    List<String> windows = new ArrayList<>();
    NpzFile constants = SwinGolden.arrays(json.get("id").asText() + ".const");
    for (SwinStage stage : spec.layout()) {
      for (int block = 0; block < stage.size().depth(); block++) {
        WindowGrid grid = stage.grid(block);
        windows.add("[" + grid.window() + "," + grid.shift() + "]");
        String module = "layers." + stage.index() + ".blocks." + block + ".";
        double[] index = Arrays.stream(WindowGrid.relativeIndex(grid.window())).asDoubleStream().toArray();
        GoldenReport.close(name(json), module + "index",
            GoldenReport.difference(index, SwinGolden.flat(constants.array(module + "attn.relative_position_index", DataType.DOUBLE))), 0);
        GoldenReport.same(name(json), module + "has a mask", grid.shift() > 0, constants.names().contains(module + "attn_mask"));
        if (grid.shift() > 0) {
          GoldenReport.close(name(json), module + "mask",
              GoldenReport.difference(SwinGolden.flat(grid.mask(DataType.DOUBLE)), SwinGolden.flat(constants.array(module + "attn_mask",
              DataType.DOUBLE))), 0);
        }
      }
    }
    List<String> published = new ArrayList<>();
    json.get("windows").forEach(stage -> stage.forEach(window -> published.add(window.toString())));
    GoldenReport.same(name(json), "windows", windows, published);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void mapsOfAllStagesAreThePublishedOnes(JsonNode json) {
    SwinSpec spec = SwinGolden.spec(json.get("args"));
    for (DataType type : types(json)) {
      Parameters weights = SwinGolden.weights(spec, type, json.get("prefix").asText());
      NetworkGraph graph = SwinGolden.structure(spec).graph(SwinGolden.basis(spec, type), weights, SwinGolden.request(spec,
          Mode.EVALUATION));
      INDArray images = images(json);
      try (InferencePlan plan = InferencePlan.builder(graph.sameDiff()).input(graph.input(), images.shape())
          .outputs(List.copyOf(graph.outputs().values())).build()) {
        plan.input(graph.input()).assign(images.castTo(type));
        plan.run();
        check(json, "eval", graph, plan::value, type);
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void gradientsWithoutAndWithStochasticDepthAreThePublishedOnes(JsonNode json) {
    SwinSpec spec = SwinGolden.spec(json.get("args"));
    for (DataType type : types(json)) {
      Parameters weights = SwinGolden.weights(spec, type, json.get("prefix").asText());
      for (JsonNode run : json.get("runs")) {
        String mode = run.get("mode").asText();
        NetworkGraph graph = SwinGolden.structure(spec).graph(SwinGolden.basis(spec, type), weights, SwinGolden.request(spec,
            Mode.TRAINING));
        gradients(json, run, graph, mode.equals("train_drop"), type);
      }
    }
  }

  private static void gradients(JsonNode json, JsonNode run, NetworkGraph graph, boolean drops, DataType type) {
    SameDiff sd = graph.sameDiff();
    INDArray images = images(json);
    SDVariable loss = sd.constant(Nd4j.scalar(type, 0));
    for (int i = 0; i < graph.outputs().size(); i++) {
      SDVariable map = sd.getVariable(graph.outputs().get("stage." + i)); // [N, C, H, W]
      long[] shape = SwinGolden.arrays(json.get("id").asText()).array("eval." + i, DataType.FLOAT).shape();
      INDArray factors = Formula.fill(json.get("prefix").asText() + "/R/" + i, 1, shape).castTo(type); // [N, L, C]
      loss = loss.add(map.permute(0, 2, 3, 1).reshape(shape).mul(sd.constant(factors)).sum());
    }
    loss = loss.rename("loss");
    List<String> wanted = new ArrayList<>(graph.parameters());
    wanted.add(graph.input());
    TrainingPlan.Builder builder = TrainingPlan.builder(sd).input(graph.input(), images.shape()).loss("loss").gradientsOf(wanted)
        .keep(List.copyOf(graph.outputs().values()));
    graph.feeds().forEach(feed -> builder.input(feed.placeholder(), images.size(0), 1, 1));
    try (TrainingPlan plan = builder.build()) {
      plan.input(graph.input()).assign(images.castTo(type));
      for (Feed feed : graph.feeds()) {
        plan.input(feed.placeholder()).assign(drops ? kept(json, (Feed.SampleMask) feed, images.size(0)).castTo(type) : Nd4j.ones(type,
            images.size(0), 1, 1));
      }
      plan.forward();
      check(json, run.get("mode").asText(), graph, plan::value, type);
      plan.backward();
      Map<String, INDArray> found = new HashMap<>();
      plan.gradients().forEach(name -> found.put(name, plan.gradient(name).dup('c')));
      checkGradients(json, run, graph, found);
    }
  }

  /** The drawn bits of one branch, such as {@code swin/layers.0.blocks.1.attn.path.mask}. */
  private static INDArray kept(JsonNode json, Feed.SampleMask feed, long images) {
    String key = feed.placeholder().replace("swin/layers.", "").replace(".blocks", "").replace(".path.mask", "");
    INDArray bits = Formula.fill(json.get("prefix").asText() + "/drop/0/" + key, 1, images).gt(-0.5).castTo(DataType.DOUBLE);
    return bits.div(feed.keep()).reshape(images, 1, 1);
  }

  private static INDArray images(JsonNode json) {
    long[] shape = Arrays.stream(SwinGolden.ints(json.get("input"))).asLongStream().toArray();
    return Formula.fill(json.get("prefix").asText() + "/input", 2, shape);
  }

  private static void check(JsonNode json, String mode, NetworkGraph graph, Function<String, INDArray> values, DataType type) {
    NpzFile expected = SwinGolden.arrays(json.get("id").asText());
    JsonNode run = run(json, mode);
    for (int i = 0; i < graph.outputs().size(); i++) {
      INDArray found = values.apply(graph.outputs().get("stage." + i)).permute(0, 2, 3, 1);
      GoldenReport.close(name(json), mode + ", stage " + i + ", " + type,
          GoldenReport.difference(SwinGolden.flat(found), SwinGolden.flat(expected.array(mode + "." + i, DataType.DOUBLE))),
          SwinGolden.tolerance(run, ""));
    }
  }

  private static JsonNode run(JsonNode json, String mode) {
    for (JsonNode run : json.get("runs")) {
      if (run.get("mode").asText().equals(mode)) {
        return run;
      }
    }
    throw new IllegalArgumentException(mode);
  }

  private static void checkGradients(JsonNode json, JsonNode run, NetworkGraph graph, Map<String, INDArray> found) {
    Map<String, double[]> ours = new LinkedHashMap<>();
    SwinSpec spec = SwinGolden.spec(json.get("args"));
    SwinEntry.of(SwinGolden.parameters(spec, DataType.FLOAT), "swin").forEach(entry -> ours.put(entry.name(),
        SwinGolden.flat(entry.toPublished(found.get(entry.parameter())))));
    ours.put("input", SwinGolden.flat(found.get(graph.input())));
    String key = json.get("id").asText() + "." + run.get("mode").asText();
    double[] packed = SwinGolden.flat(SwinGolden.arrays("gradients").array(key, DataType.DOUBLE));
    INDArray digests = SwinGolden.arrays("gradients").array(key + ".digest", DataType.DOUBLE); // [entries, 2]
    double tolerance = SwinGolden.tolerance(run, "grad_");
    List<String> order = new ArrayList<>(SwinGolden.published(json.get("state_dict")).stream().map(entry -> entry.substring(0,
        entry.indexOf('['))).toList());
    order.add("input");
    int at = 0;
    for (int e = 0; e < order.size(); e++) {
      double[] numbers = ours.get(order.get(e));
      double[] some = SwinGolden.packed(numbers);
      GoldenReport.close(name(json), run.get("mode").asText() + ", gradient of " + order.get(e),
          GoldenReport.difference(some, Arrays.copyOfRange(packed, at, at + some.length)), tolerance);
      at += some.length;
      double[] sums = {Arrays.stream(numbers).sum(), Arrays.stream(numbers).map(Math::abs).sum()};
      GoldenReport.close(name(json), run.get("mode").asText() + ", sums of the gradient of " + order.get(e),
          GoldenReport.difference(sums, digests.getRow(e).toDoubleVector()), 1e-5 * sums[1] + numbers.length * tolerance);
    }
    GoldenReport.same(name(json), run.get("mode").asText() + ", gradients", at, packed.length);
  }
}
