package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.golden.GoldenCase;
import org.automtl4j.graph.model.published.PublishedEntry;
import org.automtl4j.graph.model.published.PublishedNames;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.plan.TrainingPlan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Through a training plan every parameter gets the published gradient of sum(output R), in float within the published rounding and in double more closely, and
 * the parameters without a published gradient get none (of a policy: zeros in its row).
 */
class GradientGoldenTest {

  static Stream<GoldenCase> cases() {
    return GoldenFolder.cases("node_types").stream().map(GoldenCase::read).filter(golden -> golden.json().has("grads"));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void gradientsAreThePublishedOnes(GoldenCase golden) {
    for (JsonNode json : golden.json().get("grads")) {
      check(new GoldenRun(golden, json, DataType.FLOAT), Math.max(1e-5 * json.get("absmax").asDouble(), 20 * json.get("f64_maxdiff").asDouble()));
      check(new GoldenRun(golden, json, DataType.DOUBLE), 2 * json.get("f64_maxdiff").asDouble() + 2e-7 * json.get("absmax").asDouble());
    }
  }

  private static void check(GoldenRun run, double tolerance) {
    GoldenCase golden = run.golden();
    SuperModel model = golden.model(run.wiring(golden.model(golden.backbone(), run.type())).rewired(), run.type());
    TaskGraph graph = run.graph(model);
    Set<String> trained = new HashSet<>();
    Parameters gradients = gradients(run, model, graph, trained);
    NpzFile expected = golden.arrays(run.json().get("file").asText());
    Set<String> withoutGradient = StreamSupport.stream(run.json().get("no_grad").spliterator(), false).map(JsonNode::asText).collect(Collectors.toSet());
    String what = run.json().get("id").asText() + ", " + run.type();
    double largest = 0;
    List<String> surplus = new ArrayList<>();
    Set<String> missing = new HashSet<>(expected.names());
    for (PublishedEntry entry : PublishedNames.of(model)) {
      if (withoutGradient.contains(entry.name())) {
        boolean zeroRow = entry.row() >= 0 && entry.read(gradients).amaxNumber().doubleValue() == 0;
        if (!zeroRow && entry.parameter().isPresent() && trained.contains(entry.parameter().get())) {
          surplus.add(entry.name());
        }
      } else if (expected.names().contains(entry.name())) {
        INDArray published = expected.array(entry.name()).toINDArray(DataType.DOUBLE);
        double difference = entry.read(gradients).castTo(DataType.DOUBLE).sub(published).amaxNumber().doubleValue();
        assertThat(difference).as(run + " " + entry.name() + ", " + run.type()).isLessThanOrEqualTo(tolerance);
        largest = Math.max(largest, difference);
        missing.remove(entry.name());
      }
    }
    GoldenReport.same(golden.name(), what + ": published gradients of which we have none", missing, Set.of());
    GoldenReport.same(golden.name(), what + ": entries without a gradient that have one", surplus, List.of());
    GoldenReport.close(golden.name(), what + ": all gradients", largest, tolerance);
  }

  /** The gradients in a store like that of the parameters, and the names of those that have one. */
  private static Parameters gradients(GoldenRun run, SuperModel model, TaskGraph graph, Set<String> trained) {
    INDArray r = run.golden().arrays("grad_R.npz").array(run.json().get("R").asText()).toINDArray(run.type());
    SDVariable output = graph.sameDiff().getVariable(graph.predictions().get(run.task()));
    String loss = output.mul(graph.sameDiff().constant("R", r)).sum("loss").name();
    List<String> candidates = graph.parameters().stream().filter(name -> model.parameters().parameter(name).role() != Role.STATISTIC).toList();
    INDArray input = run.golden().input(run.type());
    TrainingPlan.Builder builder = TrainingPlan.builder(graph.sameDiff()).input(graph.input(), input.shape()).loss(loss).gradientsOf(candidates);
    try (TrainingPlan plan = builder.build()) {
      plan.input(graph.input()).assign(input);
      graph.noise().forEach((task, noise) -> plan.input(noise).assign(run.golden().arrays("noise_forward.npz").array(task).toINDArray(run.type())));
      graph.temperature().ifPresent(temperature -> plan.input(temperature).assign(Nd4j.scalar(run.type(), run.json().get("tau").asDouble())));
      plan.forward();
      plan.backward();
      double published = run.json().get("loss").asDouble();
      assertThat(Math.abs(plan.loss() - published)).as(run + ", loss").isLessThan(1e-4 * (1 + Math.abs(published)));
      Parameters gradients = model.parameters().copy();
      gradients.all().forEach(p -> p.array().assign(0));
      trained.addAll(plan.gradients());
      trained.forEach(name -> gradients.set(name, plan.gradient(name)));
      return gradients;
    }
  }
}
