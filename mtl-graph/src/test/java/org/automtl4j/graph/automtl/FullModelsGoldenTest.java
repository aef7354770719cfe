package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.golden.GoldenCase;
import org.automtl4j.graph.model.published.PublishedEntry;
import org.automtl4j.graph.model.published.PublishedNames;
import org.automtl4j.plan.InferencePlan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The published backbones at full width, filled by formula: entries of the state, and outputs of every stage through the inference plan. */
class FullModelsGoldenTest {

  static Stream<JsonNode> models() {
    GoldenFolder.needs("model/full_models.json");
    JsonNode json = GoldenFolder.json(GoldenFolder.root().resolve("model/full_models.json"));
    return StreamSupport.stream(json.get("models").spliterator(), false);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("models")
  void aFullModelHasThePublishedStateAndOutputs(JsonNode json) throws Exception {
    Backbone backbone = Backbone.named(json.get("model").asText());
    SuperModel.Builder builder = SuperModel.builder(backbone);
    json.get("tasks").forEach(task -> builder.task(Nets.wide(task.asText(), backbone), Nets.NO_HEAD));
    SuperModel model = builder.build();
    List<PublishedEntry> entries = PublishedNames.of(model);
    String name = "full_models/" + json.get("model").asText();
    GoldenReport.same(name, "entries of the state", entries.size(), json.get("state_entries").asInt());
    GoldenReport.same(name, "digest of the state", digest(entries), json.get("state_digest").asText());
    entries.stream().filter(entry -> entry.parameter().isPresent()).forEach(e -> e.write(model.parameters(), Formula.state(e.name(), e.shape())));
    for (JsonNode run : json.get("runs")) {
      check(name, run, output(model, run, json.get("input")));
    }
  }

  private static void check(String name, JsonNode run, INDArray feature) {
    assertThat(feature.shape()).isEqualTo(longs(run.get("shape")));
    double tolerance = 1e-5 * run.get("max").asDouble();
    String what = run.get("stage").asText() + (run.get("hard").asBoolean() ? " hard, " : ", ") + run.get("task").asText();
    double mean = feature.castTo(DataType.DOUBLE).meanNumber().doubleValue();
    GoldenReport.close(name, what + ": mean", Math.abs(mean - run.get("mean").asDouble()), tolerance);
    long[] index = longs(run.get("index"));
    double[] found = Arrays.stream(index).mapToDouble(feature::getDouble).toArray();
    double[] expected = IntStream.range(0, index.length).mapToDouble(i -> run.get("value").get(i).asDouble()).toArray();
    GoldenReport.close(name, what + ": sampled outputs", GoldenReport.difference(found, expected), tolerance);
  }

  private static INDArray output(SuperModel model, JsonNode run, JsonNode shape) {
    long[] s = longs(shape);
    String task = run.get("task").asText();
    TaskGraph graph = TaskGraphs.build(model, GoldenCase.stage(run), List.of(task), false, (int) s[2], (int) s[3], Optional.empty());
    try (InferencePlan plan = InferencePlan.builder(graph.sameDiff()).input(graph.input(), s).outputs(graph.features().values()).build()) {
      plan.input(graph.input()).assign(Formula.fill("full.input", 2, s));
      graph.noise().values().forEach(noise -> plan.input(noise).assign(Formula.fill("full.noise", 1, model.policyNodes().size(), 3)));
      graph.temperature().ifPresent(temperature -> plan.input(temperature).assign(Nd4j.scalar(run.get("tau").floatValue())));
      plan.run();
      return plan.value(graph.features().get(task)).dup();
    }
  }

  private static long[] longs(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }

  /** SHA-256 over lines of names and shapes. */
  private static String digest(List<PublishedEntry> entries) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    for (PublishedEntry entry : entries) {
      String shape = Arrays.stream(entry.shape()).mapToObj(Long::toString).collect(Collectors.joining(","));
      sha.update((entry.name() + ":" + shape + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(sha.digest());
  }
}
