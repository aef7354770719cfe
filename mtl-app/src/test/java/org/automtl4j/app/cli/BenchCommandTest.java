package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.automtl4j.app.cli.CommandLineTest.Outcome;
import org.automtl4j.graph.automtl.Architecture;
import org.junit.jupiter.api.Test;

class BenchCommandTest {

  @Test
  void everyPhaseIsMeasuredAndToldAsJson() throws Exception {
    Outcome outcome = CommandLineTest.run("bench", "--backbone", "demo", "--crop", "48", "--batch", "2", "--iters", "2", "--threads", "1", "--json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    assertThat(List.of(json.get("backbone").asText(), json.get("tasks").asInt(), json.get("batch").asInt(), json.get("crop").asInt(), json.get("threads")
        .asInt()))
        .isEqualTo(List.of("demo", 2, 2, 48, 1));
    assertThat(json.get("backend").asText()).contains("ND4J");
    assertThat(json.get("phases").fieldNames()).toIterable()
        .containsExactly("pre_train", "policy_step", "weight_step", "post_train", "infer_1", "infer_n");
    for (JsonNode phase : json.get("phases")) {
      assertThat(phase.get("iters").asInt()).isEqualTo(2);
      assertThat(phase.get("min_s").asDouble()).isPositive().isLessThanOrEqualTo(phase.get("median_s").asDouble());
      assertThat(phase.get("median_s").asDouble()).isLessThanOrEqualTo(phase.get("max_s").asDouble());
      assertThat(phase.get("cpu_s").asDouble()).isPositive();
      assertThat(phase.get("peak_rss_mib").asDouble()).isGreaterThan(phase.get("static_mib").asDouble());
    }
    JsonNode phases = json.get("phases");
    assertThat(phases.get("pre_train").get("static_mib").asDouble()).as("Adam remembers two numbers for each weight, momentum one, policies hardly any")
        .isGreaterThan(phases.get("weight_step").get("static_mib").asDouble());
    assertThat(phases.get("weight_step").get("static_mib").asDouble()).isGreaterThan(phases.get("policy_step").get("static_mib").asDouble());
    assertThat(phases.get("pre_train").get("multiply_adds").asLong()).as("policy steps need no gradient of the heads")
        .isGreaterThan(phases.get("policy_step").get("multiply_adds").asLong());
    assertThat(phases.get("infer_n").get("multiply_adds").asLong()).isEqualTo(2 * phases.get("infer_1").get("multiply_adds").asLong()).isPositive();
    assertThat(phases.get("infer_n").get("moved_bytes").asLong()).isGreaterThan(phases.get("infer_1").get("moved_bytes").asLong());
    assertThat(json.get("rates").get("multiply_adds_per_s").asDouble()).isPositive();
    assertThat(json.get("rates").get("bytes_per_s").asDouble()).isPositive();
    assertThat(Architecture.fromJson(json.get("architecture").toString()).backbone()).isEqualTo("demo");
  }

  private static JsonNode phases(String... sharing) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("bench", "--backbone", "demo", "--crop", "48", "--batch", "2", "--iters", "1", "--warm-up", "0", "--tasks",
        "3", "--threads", "1", "--phases", "post_train,infer_n", "--share-all", "--json"));
    arguments.addAll(List.of(sharing));
    Outcome outcome = CommandLineTest.run(arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return new ObjectMapper().readTree(outcome.out()).get("phases");
  }

  @Test
  void whatTasksHaveInCommonIsComputedOnceWhereBatchNormsAreSharedToo() throws Exception {
    JsonNode apart = phases("--stepping", "JOINT");
    JsonNode together = phases("--stepping", "JOINT", "--batch-norm", "SEARCH");
    JsonNode inTurn = phases("--batch-norm", "SEARCH");
    for (String phase : List.of("post_train", "infer_n")) {
      assertThat(together.get(phase).get("multiply_adds").asLong()).isLessThan(apart.get(phase).get("multiply_adds").asLong());
    }
    assertThat(together.get("post_train").get("multiply_adds").asLong()).isLessThan(inTurn.get("post_train").get("multiply_adds").asLong());
  }

  @Test
  void aPhaseThatDoesNotExistIsRefused() {
    Outcome outcome = CommandLineTest.run("bench", "--backbone", "demo", "--phases", "pretrain");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--phases: found 'pretrain', allowed: pre_train, policy_step");
  }
}
