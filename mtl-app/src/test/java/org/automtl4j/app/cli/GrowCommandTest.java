package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.automtl4j.app.cli.CommandLineTest.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that grow trees, as a user starts them. */
class GrowCommandTest {
  @TempDir static Path temp;
  private static Path config;
  private static Path reference;
  private static Outcome outcome;

  @BeforeAll
  static void run() throws IOException {
    Path backbone = Files.writeString(temp.resolve("tiny.prototxt"), """
        name: "tiny"
        input: "data"
        input_dim: [1, 3, 8, 8]
        layer { name: "c1" type: "Convolution" bottom: "data" top: "c1" convolution_param { num_output: 4 kernel_size: 3 pad: 1 stride: 2 } }
        layer { name: "b1" type: "BatchNorm" bottom: "c1" top: "b1" }
        layer { name: "r1" type: "ReLU" bottom: "b1" top: "r1" }
        layer { name: "c2" type: "Convolution" bottom: "r1" top: "c2" convolution_param { num_output: 4 kernel_size: 3 pad: 1 } }
        """);
    config = Files.writeString(temp.resolve("trees.yaml"), """
        backbone: %s
        batch: 2
        threads: 1
        taskStepping: JOINT
        data: {layout: synthetic, size: [8, 8], train: 8, val: 6, test: 3, threads: 0}
        tasks:
          - {name: depth_zbuffer, kind: DEPTH, head: conv1x1}
          - {name: normal, kind: NORMALS, head: conv1x1}
        method:
          name: grow
          budget: {multiplyAdds: 1, also: [0.95]}
          control: 1
          training: {iterations: 5}
        baselines: [HARD, SINGLE]
        """.replace("%s", "'" + backbone + "'"));
    reference = temp.resolve("reference");
    outcome = CommandLineTest.run("run", config.toString(), "--out", reference.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private static JsonNode result(Path run) throws IOException {
    return new ObjectMapper().readTree(run.resolve("result.json").toFile());
  }

  @Test
  void endWithATableAndASentenceForEachBudget() throws IOException {
    assertThat(outcome.out()).contains("milliseconds per image").contains("within 100 % of the single-task models' multiply-adds: take ")
        .contains("within 95 % of the single-task models' multiply-adds: take ");
    assertThat(Files.readString(reference.resolve("report.html"))).contains("id=\"advice\"").contains("id=\"worth\"").contains("Which task gains");
    assertThat(reference.resolve("model.zip")).exists();
    assertThat(reference.resolve("architecture.json")).exists();
    assertThat(reference.resolve("latency.json")).exists();
  }

  @Test
  void tellWhatWasTriedAndWhatIsTaken() throws IOException {
    JsonNode result = result(reference);
    List<String> sources = new ArrayList<>();
    for (JsonNode candidate : result.path("candidates")) {
      sources.add(candidate.path("source").asText());
      for (String key : List.of("parameters", "macs", "latency_ms", "delta_validation", "standard_error", "by_task", "on_front", "taken")) {
        assertThat(candidate.has(key)).as(key + " of " + candidate).isTrue();
      }
      boolean tree = candidate.path("source").asText().equals("tree");
      assertThat(candidate.has("leave")).as("%s", candidate).isEqualTo(tree || candidate.path("source").asText().equals("random"));
      if (candidate.path("taken").asBoolean() && tree) {
        assertThat(candidate.path("delta_validation").asDouble()).isPositive();
      }
    }
    assertThat(sources).contains("hard", "tree", "single");
    JsonNode advice = result.path("recommendation");
    assertThat(advice.path("because").asText()).startsWith("within 100 % of");
    assertThat(advice.path("budget").asText()).isEqualTo("multiplyAdds 1.0");
    assertThat(advice.at("/cost/macs/of_single").asDouble()).isGreaterThan(0).isLessThanOrEqualTo(1);
    assertThat(advice.path("others")).hasSize(1);
    assertThat(result.path("macs").fieldNames()).toIterable().containsExactlyInAnyOrder("hard", "single", "search");
    assertThat(result.path("latency_ms").fieldNames()).toIterable().containsExactlyInAnyOrder("hard", "single", "search");
  }

  @Test
  void goOnInTheMiddleOfTreesToTheSameModel() throws IOException {
    Path folder = temp.resolve("stopped");
    int code = CommandLineTest.run("run", config.toString(), "--out", folder.toString(), "--set", "budget.iterations=5").code();
    int parts = 1;
    while (code != 0) {
      assertThat(parts++).isLessThan(20);
      code = CommandLineTest.run("run", config.toString(), "--resume", folder.toString(), "--set", "budget.iterations=5").code();
    }
    assertThat(parts).isGreaterThan(2);
    assertThat(folder.resolve("model.zip")).hasSameBinaryContentAs(reference.resolve("model.zip"));
    assertThat(ResumeCommandTest.result(folder)).isEqualTo(ResumeCommandTest.result(reference));
  }

  @Test
  void thatCannotKeepTheBudgetAreRefusedBeforeTraining() {
    Outcome refused = CommandLineTest.run("run", config.toString(), "--out", temp.resolve("refused").toString(), "--set", "method.budget.multiplyAdds=0.2");
    assertThat(refused.code()).isNotZero();
    assertThat(refused.err()).contains("budget.multiplyAdds: found 0.2, allowed: at least 0.").doesNotContain("Exception").doesNotContain("trunk:");
    assertThat(temp.resolve("refused")).doesNotExist();
  }
}
