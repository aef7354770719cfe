package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.golden.GoldenCase;
import org.automtl4j.graph.golden.PublishedWiring;
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
  private static final double DIGEST = 2e-5;

  static Stream<GoldenCase> cases() {
    return GoldenFolder.cases("node_types").stream().map(GoldenCase::read);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void everyStageGivesThePublishedOutputs(GoldenCase golden) {
    check(golden, DataType.FLOAT);
    check(golden, DataType.DOUBLE);
  }

  private static void check(GoldenCase golden, DataType type) {
    SuperModel model = golden.model(golden.backbone(), type);
    for (JsonNode json : golden.json().get("runs")) {
      GoldenRun run = new GoldenRun(golden, json, type);
      PublishedWiring wiring = run.wiring(model);
      boolean mended = !inputs(wiring.rewired().nodes()).equals(inputs(model.backbone().nodes()));
      SuperModel published = mended ? golden.model(wiring.rewired(), type) : model;
      TaskGraph graph = run.graph(published);
      Map<String, INDArray> values = run.run(graph, List.of());
      assertOutputs(run, graph, values);
      assertDigests(run, graph, values, wiring);
      if (mended) {
        TaskGraph ours = run.graph(model);
        assertThat(difference(run, ours, run.run(ours, List.of()))).as(run + ", mended").isGreaterThan(tolerance(run));
        GoldenReport.mended(golden.name(), what(run) + ": outputs", "an in-place ReLU does not reach through a layer that passes its input on;"
            + " with the published wires the numbers are the published ones");
      }
    }
  }

  private static String what(GoldenRun run) {
    return run.json().get("id").asText() + ", " + run.type();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void theMostProbableBranchIsThePublishedHardChoice(GoldenCase golden) {
    SuperModel model = golden.model(golden.backbone(), DataType.FLOAT);
    Architecture architecture = Architecture.argmax(model);
    JsonNode hard = golden.json().path("hard_policy");
    for (String task : model.isSingleTask() ? List.<String>of() : golden.tasks()) {
      List<Branch> expected = StreamSupport.stream(hard.get(task).spliterator(), false).map(choice -> Branch.values()[choice.asInt()]).toList();
      GoldenReport.same(golden.name(), "hard choices of " + task, model.policyNodes().stream().map(node -> architecture.branch(task, node.layer())).toList(),
          expected);
    }
  }

  private static List<List<Integer>> inputs(List<Node> nodes) {
    return nodes.stream().map(Node::inputs).toList();
  }

  private static void assertOutputs(GoldenRun run, TaskGraph graph, Map<String, INDArray> values) {
    GoldenReport.close(run.golden().name(), what(run) + ": feature", difference(run, graph, values), featureTolerance(run));
    if (run.json().has("output")) {
      double distance = distance(values.get(graph.predictions().get(run.task())), expected(run, "output"));
      GoldenReport.close(run.golden().name(), what(run) + ": head", distance, tolerance(run));
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

  /** In float a fair allowance for other orders of summation, in double for the rounding of the published numbers only. */
  private static double tolerance(GoldenRun run) {
    double largest = run.json().get("absmax").asDouble();
    double rounding = run.json().get("f64_maxdiff").asDouble();
    return run.type() == DataType.FLOAT ? Math.max(1e-5 * largest, 20 * rounding) : 2 * rounding + 2e-7 * largest;
  }

  /** The golden file measures rounding at the end of the head, where there is one; a feature with larger numbers, or before a head that smooths, is rounded more. */
  private static double featureTolerance(GoldenRun run) {
    double larger = expected(run, "feature").amaxNumber().doubleValue() / run.json().get("absmax").asDouble();
    boolean exact = run.type() == DataType.FLOAT || !run.json().has("output");
    return exact ? tolerance(run) : 2 * tolerance(run) * Math.max(1, larger);
  }

  /** Sums of every layer's output after the whole pass, when in-place layers have acted; the file has six digits of them. */
  private static void assertDigests(GoldenRun run, TaskGraph graph, Map<String, INDArray> values, PublishedWiring wiring) {
    List<String> layers = graph.layers().get(run.task());
    double largest = 0;
    for (int i : IntStream.range(0, layers.size()).toArray()) {
      INDArray value = values.get(layers.get(wiring.seen(i, layers.size()))).castTo(DataType.DOUBLE);
      JsonNode digest = run.json().get("node_digest").get(i);
      double sum = Math.abs(value.sumNumber().doubleValue() - digest.get(0).asDouble());
      double absolute = Math.abs(value.norm1Number().doubleValue() - digest.get(1).asDouble());
      double relative = Math.max(sum, absolute) / (digest.get(1).asDouble() + 1);
      assertThat(relative).as(run + ", layer " + i).isLessThan(DIGEST);
      largest = Math.max(largest, relative);
    }
    GoldenReport.close(run.golden().name(), what(run) + ": digests of all layers, relative", largest, DIGEST);
  }
}
