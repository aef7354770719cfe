package org.automtl4j.graph.samediff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.golden.GoldenCase;
import org.automtl4j.graph.golden.GoldenFolder;
import org.automtl4j.graph.golden.PublishedWiring;
import org.automtl4j.graph.supermodel.Architecture;
import org.automtl4j.graph.supermodel.Branch;
import org.automtl4j.graph.supermodel.SuperModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The networks of the golden data give the published features, head outputs and node digests in every stage, in training and evaluation. Where an in-place
 * ReLU reached through a layer that had passed its input through, our output differs on purpose; then the same network with the published wires gives the
 * published numbers.
 */
class ModelGoldenTest {

  static Stream<GoldenCase> cases() {
    return GoldenFolder.modelCases().stream().map(GoldenCase::read);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyStageGivesThePublishedOutputs(GoldenCase golden) {
    SuperModel model = golden.model(golden.backbone(), DataType.FLOAT);
    for (JsonNode json : golden.json().get("runs")) {
      GoldenRun run = new GoldenRun(golden, json, DataType.FLOAT);
      PublishedWiring wiring = run.wiring(model);
      boolean mended = !inputs(wiring.rewired().nodes()).equals(inputs(model.backbone().nodes()));
      SuperModel published = mended ? golden.model(wiring.rewired(), DataType.FLOAT) : model;
      TaskGraph graph = run.graph(published);
      Map<String, INDArray> values = run.run(graph, List.of());
      assertOutputs(run, graph, values);
      assertDigests(run, graph, values, wiring);
      if (mended) {
        TaskGraph ours = run.graph(model);
        assertThat(difference(run, ours, run.run(ours, List.of()))).as(run + ", mended").isGreaterThan(tolerance(json));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theMostProbableBranchIsThePublishedHardChoice(GoldenCase golden) {
    SuperModel model = golden.model(golden.backbone(), DataType.FLOAT);
    Architecture architecture = Architecture.argmax(model);
    JsonNode hard = golden.json().path("hard_policy");
    for (String task : model.isSingleTask() ? List.<String>of() : golden.tasks()) {
      List<Branch> expected = StreamSupport.stream(hard.get(task).spliterator(), false).map(choice -> Branch.values()[choice.asInt()]).toList();
      assertThat(model.policyNodes().stream().map(node -> architecture.branch(task, node.layer())).toList()).isEqualTo(expected);
    }
  }

  private static List<List<Integer>> inputs(List<Node> nodes) {
    return nodes.stream().map(Node::inputs).toList();
  }

  private static void assertOutputs(GoldenRun run, TaskGraph graph, Map<String, INDArray> values) {
    assertThat(difference(run, graph, values)).as(run.toString()).isLessThanOrEqualTo(tolerance(run.json()));
    if (run.json().has("output")) {
      INDArray expected = expected(run, "output");
      assertThat(distance(values.get(graph.predictions().get(run.task())), expected)).as(run + ", head").isLessThanOrEqualTo(tolerance(run.json()));
    }
  }

  private static double difference(GoldenRun run, TaskGraph graph, Map<String, INDArray> values) {
    return distance(values.get(graph.features().get(run.task())), expected(run, "feature"));
  }

  private static INDArray expected(GoldenRun run, String which) {
    return run.golden().arrays("outputs.npz").array(run.json().get(which).asText()).toINDArray(DataType.DOUBLE);
  }

  private static double distance(INDArray found, INDArray expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    return found.castTo(DataType.DOUBLE).sub(expected).amaxNumber().doubleValue();
  }

  private static double tolerance(JsonNode run) {
    return Math.max(1e-5 * run.get("absmax").asDouble(), 20 * run.get("f64_maxdiff").asDouble());
  }

  /** Sums of every layer's output after the whole pass, when in-place layers have acted; the file has six digits of them. */
  private static void assertDigests(GoldenRun run, TaskGraph graph, Map<String, INDArray> values, PublishedWiring wiring) {
    List<String> layers = graph.layers().get(run.task());
    for (int i : IntStream.range(0, layers.size()).toArray()) {
      INDArray value = values.get(layers.get(wiring.seen(i, layers.size()))).castTo(DataType.DOUBLE);
      JsonNode digest = run.json().get("node_digest").get(i);
      double tolerance = 2e-5 * (digest.get(1).asDouble() + 1);
      assertThat(Math.abs(value.sumNumber().doubleValue() - digest.get(0).asDouble())).as(run + ", layer " + i).isLessThan(tolerance);
      assertThat(Math.abs(value.norm1Number().doubleValue() - digest.get(1).asDouble())).as(run + ", layer " + i).isLessThan(tolerance);
    }
  }
}
