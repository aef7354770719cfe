package org.automtl4j.graph.adamtl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.Features;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Role;
import org.automtl4j.graph.swin.SwinEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Decoders of the published code in both layouts: answers, all gradients, statistics of their BatchNorms. */
class DecoderGoldenTest {
  private static final String FOLDER = "adamtl/decoder/";
  private static final String PREFIX = "decoders.task.";

  static Stream<JsonNode> cases() {
    GoldenFolder.needs(FOLDER + "decoder.json");
    return StreamSupport.stream(GoldenFolder.json(FOLDER + "decoder.json").get("cases").spliterator(), false);
  }

  private static NpzFile arrays(String name) {
    GoldenFolder.needs(FOLDER + name + ".npz");
    return NpzFile.read(GoldenFolder.root().resolve(FOLDER + name + ".npz"));
  }

  private static double[] array(NpzFile file, String key) {
    return PieceGraph.flat(file.array(key, DataType.DOUBLE));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void answersGradientsAndStatisticsAreThePublishedOnes(JsonNode json) {
    for (JsonNode run : json.get("runs")) {
      check(json, run);
    }
  }

  private static void check(JsonNode json, JsonNode run) {
    String id = json.get("id").asText();
    String name = FOLDER + id + "/" + run.get("layout").asText() + "." + run.get("mode").asText();
    PieceGraph.Result found = run(json, run);
    double[] expected = array(arrays(id), run.get("layout").asText() + "." + run.get("mode").asText());
    GoldenReport.close(name, "answer", GoldenReport.difference(found.values().get("result"), expected), tolerance(run, ""));

    NpzFile gradients = arrays("gradients");
    String key = id + "." + run.get("layout").asText();
    double[] published = array(gradients, key + "." + run.get("mode").asText());
    INDArray digests = gradients.array(key + "." + run.get("mode").asText() + ".digest", DataType.DOUBLE);
    double tolerance = tolerance(run, "grad_");
    int at = 0;
    int row = 0;
    for (JsonNode entry : json.get("gradient_entries")) {
      double[] numbers = ours(found.gradients(), entry);
      double[] some = PieceGraph.packed(numbers);
      String what = "gradient of " + entry.get(0).asText();
      GoldenReport.close(name, what, GoldenReport.difference(some, Arrays.copyOfRange(published, at, at + some.length)), tolerance);
      double[] sums = PieceGraph.sums(numbers);
      GoldenReport.close(name, "sums of the " + what, GoldenReport.difference(sums, digests.getRow(row).toDoubleVector()), 1e-5 * sums[1] + numbers.length * tolerance);
      at += some.length;
      row++;
    }
    GoldenReport.same(name, "gradients", at, published.length);
    if (run.get("mode").asText().equals("train")) {
      statistics(json, name, found, array(gradients, key + ".bn"), 1e-5 * 10 + 20 * run.get("bn_f64_maxdiff").asDouble());
    }
  }

  private static void statistics(JsonNode json, String name, PieceGraph.Result found, double[] published, double tolerance) {
    int at = 0;
    for (JsonNode entry : json.get("bn_entries")) {
      if (entry.get(0).asText().endsWith("num_batches_tracked")) {
        at++;
        continue;
      }
      double[] some = PieceGraph.packed(ours(found.statistics(), entry));
      GoldenReport.close(name, entry.get(0).asText(), GoldenReport.difference(some, Arrays.copyOfRange(published, at, at + some.length)), tolerance);
      at += some.length;
    }
    GoldenReport.same(name, "statistics", at, published.length);
  }

  /** The numbers of a published entry, in its layout. */
  private static double[] ours(Map<String, double[]> found, JsonNode entry) {
    String name = entry.get(0).asText();
    if (name.startsWith("input.")) {
      return found.get(name);
    }
    for (String parameter : found.keySet()) {
      long[] shape = PieceGraph.shape(entry.get(1));
      long[] own = shape.length == 4 ? new long[] {shape[2], shape[3], shape[1], shape[0]} : shape;
      SwinEntry known = parameter.startsWith(PREFIX) ? entry(parameter, own) : null;
      if (known != null && known.name().equals(PREFIX + name)) {
        return PieceGraph.flat(known.toPublished(Nd4j.createFromArray(found.get(parameter)).reshape(own)));
      }
    }
    throw new AssertionError("nothing of ours is " + name);
  }

  private static SwinEntry entry(String parameter, long... shape) {
    return AdaptiveEntries.of(List.of(new ParameterSpec(parameter, Role.WEIGHT, Initializer.constant(0), parameter, shape))).get(0);
  }

  private static PieceGraph.Result run(JsonNode json, JsonNode run) {
    String prefix = json.get("prefix").asText();
    int batch = json.get("batch").asInt();
    int scales = json.get("dims").size();
    Map<String, INDArray> inputs = new LinkedHashMap<>();
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < scales; i++) {
      int side = json.get("patch_res").get(scales - 1 - i).asInt();
      int channels = json.get("dims").get(i).asInt();
      shapes.add(new Shape(channels, side, side));
      inputs.put("input." + i, Formula.fill(prefix + "/input/" + i, 2, batch, (long) side * side, channels));
    }
    DecoderLayout layout = DecoderLayout.valueOf(run.get("layout").asText());
    Mode mode = run.get("mode").asText().equals("train") ? Mode.TRAINING : Mode.EVALUATION;
    long[] shape = PieceGraph.shape(run.get("shape"));
    return PieceGraph.run(mode, shapes.get(0).height(), inputs, (scope, variables) -> {
      List<Features.FeatureMap> maps = new ArrayList<>();
      for (int i = 0; i < scales; i++) {
        maps.add(layout.map(scope, variables.get("input." + i), shapes.get(i)));
      }
      return new Decoder(json.get("decoder_dim").asInt()).build(scope, "decoders.task", new Features(maps), json.get("outputs").asInt());
    }, (parameter, own) -> {
      SwinEntry entry = entry(parameter, own);
      return entry.toOurs(Formula.state(prefix + "/w/" + entry.name().substring(PREFIX.length()), entry.shape()));
    }, new HashMap<>(), Formula.fill(prefix + "/R", 1, shape));
  }

  private static double tolerance(JsonNode run, String prefix) {
    return Math.max(1e-5 * run.get(prefix + "absmax").asDouble(), 20 * run.get(prefix + "f64_maxdiff").asDouble());
  }

  @Test
  void tokensBecomeMapsInBothLayouts() {
    NpzFile file = arrays("review");
    INDArray tokens = file.array("tokens", DataType.FLOAT);
    Map<DecoderLayout, String> keys = Map.of(DecoderLayout.LEGACY, "map", DecoderLayout.CORRECT, "correct");
    keys.forEach((layout, key) -> {
      PieceGraph.Result found = PieceGraph.run(Mode.EVALUATION, 3, Map.of("tokens", tokens),
          (scope, variables) -> layout.map(scope, variables.get("tokens"), new Shape(2, 3, 3)).value(), (name, shape) -> null, Map.of(), Nd4j.ones(DataType.FLOAT, 2, 2, 3, 3));
      GoldenReport.close(FOLDER + "review", key, GoldenReport.difference(found.values().get("result"), array(file, key)), 0);
    });
  }
}
