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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of any method end with advice. */
class AdviceCommandTest {
  @TempDir Path temp;

  private Path config(String method, String baselines) throws IOException {
    Path backbone = Files.writeString(temp.resolve("tiny.prototxt"), """
        name: "tiny"
        input: "data"
        input_dim: [1, 3, 8, 8]
        layer { name: "c1" type: "Convolution" bottom: "data" top: "c1" convolution_param { num_output: 4 kernel_size: 3 pad: 1 stride: 2 } }
        layer { name: "b1" type: "BatchNorm" bottom: "c1" top: "b1" }
        """);
    return Files.writeString(temp.resolve("run.yaml"), """
        backbone: %s
        batch: 2
        threads: 1
        data: {layout: synthetic, size: [8, 8], train: 8, val: 6, test: 3, threads: 0}
        tasks:
          - {name: depth_zbuffer, kind: DEPTH, head: conv1x1}
          - {name: normal, kind: NORMALS, head: conv1x1}
        method: %s
        baselines: [%s]
        """.formatted("'" + backbone + "'", method, baselines));
  }

  private JsonNode run(String method, String baselines) throws IOException {
    Path folder = temp.resolve("run");
    Outcome outcome = CommandLineTest.run("run", config(method, baselines).toString(), "--out", folder.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return new ObjectMapper().readTree(folder.resolve("result.json").toFile());
  }

  private static List<String> sources(JsonNode result) {
    List<String> sources = new ArrayList<>();
    result.path("candidates").forEach(candidate -> sources.add(candidate.path("source").asText()));
    return sources;
  }

  @Test
  void aRunOfHardSharingIsItsOwnReference() throws IOException {
    JsonNode result = run("{name: hard-sharing, postTraining: {iterations: 2}}", "SINGLE");
    assertThat(sources(result)).containsExactlyInAnyOrder("hard", "single");
    assertThat(result.at("/recommendation/because").asText()).startsWith("take ");
    assertThat(result.at("/recommendation/cost/macs/of_hard").asDouble()).isEqualTo(1);
  }

  @Test
  void aRunOfSingleTaskModelsSaysWhetherSharingCosts() throws IOException {
    JsonNode result = run("{name: single-task, postTraining: {iterations: 2}}", "HARD");
    assertThat(sources(result)).containsExactlyInAnyOrder("hard", "single");
    assertThat(result.at("/recommendation/because").asText()).startsWith("take ");
  }

  @Test
  void budgetsOfTreesMayBeInTime() throws IOException {
    JsonNode result = run("{name: grow, budget: {latency: 2}, training: {iterations: 3}}", "HARD");
    assertThat(result.at("/recommendation/budget").asText()).isEqualTo("latency 2.0");
    assertThat(result.at("/recommendation/because").asText()).startsWith("within 200 % of the single-task models' latency: take ");
  }
}
