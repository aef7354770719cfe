package org.automtl4j.graph.mtlnas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.choice.BinaryConcrete;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.NetworkStructure;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.plan.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gates and their penalties as functions of logits alone, on logits from 0 to +-100 and at six temperatures. */
class GateLawsGoldenTest {

  /** Gates and the gradient of their sum. */
  record Gates(double[] values, double[] gradients) {

    static Gates of(double[] logits, Map<String, INDArray> feeds) {
      NetworkStructure structure = scope -> scope.expose("gates",
          new BinaryConcrete().sample(scope, scope.parameter("logits", Role.CHOICE, Initializer.constant(0), logits.length), "gates"));
      NetworkStructure.Basis basis = new NetworkStructure.Basis(1, DataType.FLOAT, Initialization.UNIFORM);
      GraphRequest request = new GraphRequest(new FusionView.Gated(), List.of("a"), Mode.TRAINING, 1, 1);
      Parameters parameters = Parameters.of(structure.record(basis, request), DataType.FLOAT, 1);
      parameters.set("logits", Nd4j.createFromArray(logits));
      NetworkGraph graph = structure.graph(basis, parameters, request);
      SDVariable loss = graph.sameDiff().getVariable("gates").sum("total");
      FusionGolden.Step step = FusionGolden.step(graph, parameters, Nd4j.zeros(DataType.FLOAT, 1, 1, 1, 1), feeds, loss, List.of("gates"));
      return new Gates(FusionGolden.flat(step.values().get("gates")), FusionGolden.flat(step.gradients().get("logits")));
    }
  }

  @Test
  void everyKindOfGateIsThePublishedFunctionOfItsLogit() {
    JsonNode alone = FusionGolden.json("gates").get("alone");
    double[] logits = FusionGolden.doubles(alone.get("alpha"));
    double[] uniforms = FusionGolden.doubles(alone.get("u"));
    for (Map.Entry<String, JsonNode> function : alone.get("functions").properties()) {
      Gates found = Gates.of(logits, FusionGolden.gates(function.getKey(), 1, uniforms));
      String name = "mtlnas/gates/alone " + function.getKey();
      GoldenReport.close(name, "values", GoldenReport.difference(found.values(), FusionGolden.doubles(function.getValue().get("value"))), 2e-7);
      double[] published = function.getValue().has("gradient") ? FusionGolden.doubles(function.getValue().get("gradient")) : new double[logits.length];
      GoldenReport.close(name, "gradients", GoldenReport.difference(found.gradients(), published), 2e-7);
    }
  }

  @Test
  void relaxedSamplesAreThePublishedOnesDownToTheColdestTemperature() {
    JsonNode alone = FusionGolden.json("gates").get("alone");
    double[] logits = FusionGolden.doubles(alone.get("alpha"));
    double[] uniforms = FusionGolden.doubles(alone.get("u"));
    for (JsonNode json : alone.get("gumbel")) {
      double temperature = json.get("temperature").asDouble();
      String name = "mtlnas/gates/alone gumbel " + temperature;
      Gates found = Gates.of(logits, FusionGolden.gates("gumbel", temperature, uniforms));
      if (temperature < 1e-3) {
        assertThat(Arrays.stream(found.gradients()).allMatch(Double::isFinite)).isTrue();
        assertThat(Arrays.stream(found.values()).allMatch(value -> value >= 0 && value <= 1)).isTrue();
        assertThat(found).usingRecursiveComparison().isEqualTo(Gates.of(logits, FusionGolden.gates("gumbel", 1e-3, uniforms)));
        GoldenReport.mended(name, "gates and gradients, not a number at 0", "those at .001");
        continue;
      }
      GoldenReport.close(name, "values", GoldenReport.difference(found.values(), FusionGolden.doubles(json.get("value"))), 2e-6 / temperature);
      double[] published = FusionGolden.doubles(json.get("gradient"));
      GoldenReport.close(name, "gradients", GoldenReport.difference(found.gradients(), published), 2e-6 / (temperature * temperature));
    }
  }

  @Test
  void penaltiesAreThePublishedFunctionsOfTheLogits() {
    for (JsonNode json : FusionGolden.json("gates").get("regularisers")) {
      List<Double> logits = new ArrayList<>();
      List<String> targets = new ArrayList<>();
      json.get("vectors").forEach(vector -> vector.forEach(logit -> {
        logits.add(GoldenFolder.number(logit));
        targets.add("task" + vector.hashCode() + "of" + vector.size());
      }));
      for (String term : List.of("entropy", "l1", "l1_weighted")) {
        if (json.has(term)) {
          check(json, term, logits.stream().mapToDouble(logit -> logit).toArray(), targets);
        }
      }
    }
  }

  private static void check(JsonNode json, String term, double[] logits, List<String> targets) {
    SameDiff sd = SameDiff.create();
    SDVariable variable = sd.var("logits", Nd4j.createFromArray(logits).castTo(DataType.FLOAT));
    double[] factors = GatePenalties.shares(targets);
    for (int e = 0; e < factors.length && term.equals("l1_weighted"); e++) {
      factors[e] *= json.get("weights").get(e).asDouble();
    }
    GatePenalties.mean(term.equals("entropy") ? GatePenalties.entropies(variable) : sd.nn().sigmoid(variable), factors, "total");
    try (TrainingPlan plan = TrainingPlan.builder(sd).loss("total").gradientsOf(List.of("logits")).build()) {
      plan.forward();
      double value = plan.loss();
      plan.backward();
      List<Double> published = new ArrayList<>();
      json.get(term).get("gradient").forEach(vector -> vector.forEach(gradient -> published.add(GoldenFolder.number(gradient))));
      String name = "mtlnas/gates/regularisers " + json.get("id").asText() + " " + json.get("vectors").size();
      GoldenReport.close(name, term, Math.abs(value - json.get(term).get("value").asDouble()), 1e-6);
      GoldenReport.close(name, "gradient of " + term,
          GoldenReport.difference(FusionGolden.flat(plan.gradient("logits")), published.stream().mapToDouble(gradient -> gradient).toArray()), 1e-6);
    }
  }
}
