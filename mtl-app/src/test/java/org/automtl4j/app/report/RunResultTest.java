package org.automtl4j.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.automtl.ModelSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunResultTest {

  private static <V> Map<String, V> map(Object... keysAndValues) {
    Map<String, V> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      @SuppressWarnings("unchecked")
      V value = (V) keysAndValues[i + 1];
      map.put((String) keysAndValues[i], value);
    }
    return map;
  }

  private static RunResult result() {
    Map<String, Map<String, Map<String, Double>>> metrics = map(
        "constant", map("depth", map("abs", 1.1, "rmse", Double.NaN)),
        "single", map("seg", map("mIoU", 0.53), "depth", map("abs", 0.46, "rmse", 12.345)),
        "search", map("seg", map("mIoU", 0.54), "depth", map("abs", 0.45, "rmse", 123.456)));
    return new RunResult("demo", 7, metrics, map("single", 0.0, "search", 0.0123), map("single", 375_000L, "search", 190_000L), map("single", 400_000L,
        "search", 200_001L),
        map("single", 12_345_678L, "search", 6_000_000L), map("seg", 0.8, "depth", 0.9), map("pre", 10.4, "search", 20.0, "post", 30.0, "single", 44.6)).withLosses(map("search", map("seg", 0.75)))
            .withCandidates(List.of(new RunCandidate(RunCandidate.POLICY, new ModelSize(190_000, 200_001, 6_000_000), OptionalDouble.of(0.25), true),
                new RunCandidate(RunCandidate.POLICY, new ModelSize(1, 2, 3), OptionalDouble.empty(), false)));
  }

  @Test
  void theJsonHasTheDocumentedKeys() throws Exception {
    JsonNode json = new ObjectMapper().readTree(result().toJson());
    assertThat(json.fieldNames()).toIterable()
        .containsExactly("format_version", "name", "seed", "metrics", "delta", "backbone_parameters", "parameters", "macs", "policy_confidence", "seconds",
            "wait_seconds", "losses", "candidates", "latency_ms");
    assertThat(json.at("/candidates/0").toString())
        .isEqualTo("{\"source\":\"policy\",\"backbone_parameters\":190000,\"parameters\":200001,\"macs\":6000000,\"delta_validation\":0.25,\"taken\":true}");
    assertThat(json.at("/candidates/1").has("delta_validation")).isFalse();
    assertThat(json.at("/metrics/search/seg/mIoU").doubleValue()).isEqualTo(0.54);
    assertThat(json.at("/delta/search").doubleValue()).isEqualTo(0.0123);
    assertThat(json.at("/backbone_parameters/single").longValue()).isEqualTo(375_000);
    assertThat(json.at("/losses/search/seg").doubleValue()).isEqualTo(0.75);
    assertThat(json.at("/seed").longValue()).isEqualTo(7);
    assertThat(result().toJson()).doesNotContain("\r").endsWith("}\n");
  }

  /** The result of a run that could compare with hard sharing. */
  private static RunResult advised() {
    Map<String, Double> byTask = map("seg", 0.04, "depth", 0.02);
    RunStanding standing = new RunStanding(0.01, true, byTask, map("seg", 0.02, "depth", 0.01), map("depth", "conv10"), OptionalInt.of(400));
    RunCandidate tree = new RunCandidate(RunCandidate.TREE, "depth leaves at conv10", new ModelSize(1, 2, 3), OptionalDouble.of(1.5), OptionalDouble.of(0.03), true,
        Optional.of(standing));
    return result().withCandidates(List.of(tree)).withLatency(map("single", 3.25, "search", 1.5)).withAdvice(new RunAdvice("depth leaves at conv10", map("seg", 0.02),
        "take THE TREE where depth leaves at conv10", 0.03, 0.01, map("macs", new RunAdvice.Share(1.5, 0.5))));
  }

  @Test
  void whatIsWorthItsCostIsWrittenAndReadBack() throws Exception {
    JsonNode json = new ObjectMapper().readTree(advised().toJson());
    assertThat(json.at("/recommendation").toString()).isEqualTo("{\"take\":\"depth leaves at conv10\",\"alone\":{\"seg\":0.02},\"because\":\"take THE TREE where depth leaves at "
        + "conv10\",\"gain\":0.03,\"standard_error\":0.01,\"cost\":{\"macs\":{\"of_hard\":1.5,\"of_single\":0.5}}}");
    assertThat(json.at("/candidates/0").toString()).isEqualTo("{\"source\":\"tree\",\"architecture\":\"depth leaves at conv10\",\"leave\":{\"depth\":\"conv10\"},"
        + "\"backbone_parameters\":1,\"parameters\":2,\"macs\":3,\"latency_ms\":1.5,\"stopped_at\":400,\"delta_validation\":0.03,\"standard_error\":0.01,"
        + "\"by_task\":{\"seg\":0.04,\"depth\":0.02},\"errors_by_task\":{\"seg\":0.02,\"depth\":0.01},\"on_front\":true,\"taken\":true}");
    assertThat(RunResult.fromJson(advised().toJson(), "result.json")).isEqualTo(advised());
    assertThat(advised().recommendation()).isEqualTo("take THE TREE where depth leaves at conv10");
    assertThat(result().recommendation()).startsWith("no recommendation: hard sharing was not trained");
    assertThat(advised().table()).contains("milliseconds per image").contains("3.25");
  }

  @Test
  void itReadsBackEqualAndInOrder() {
    RunResult read = RunResult.fromJson(result().toJson(), "result.json");
    assertThat(read).isEqualTo(result());
    assertThat(read.models()).containsExactly("constant", "single", "search");
  }

  @Test
  void theMeanIouOfTheFirstFormatIsThePublishedOne() {
    String before = """
        {"format_version": 1, "name": "x", "seed": 1, "metrics": {"search": {
          "seg": {"miou": 0.6, "miou_present": 0.4, "pixel_accuracy": 0.7}, "depth": {"rmse": 1.5}}}}""";
    RunResult read = RunResult.fromJson(before, "r.json");
    assertThat(read.metrics().get("search").get("seg")).containsExactly(Map.entry("miou", 0.4), Map.entry("miou_hit", 0.6), Map.entry("pixel_accuracy", 0.7));
    assertThat(read.metrics().get("search").get("depth")).containsExactly(Map.entry("rmse", 1.5));
    assertThat(RunResult.fromJson(read.toJson(), "r.json")).isEqualTo(read);
  }

  @Test
  void theTableHasOneColumnPerModelAndOneRowPerMetric() {
    assertThat(result().table()).isEqualTo("""
                                        constant      single     search
        depth                     abs     1.1000      0.4600     0.4500
                                  rmse       NaN       12.35      123.5
        seg                       mIoU         -      0.5300     0.5400
        Delta                                  -      +0.0 %     +1.2 %
        backbone parameters                    -     375,000    190,000
        parameters                             -     400,000    200,001
        multiply-adds                          -  12,345,678  6,000,000
        mean largest probability               -           -       0.85
        time                                   -        45 s       60 s
        """);
  }

  @Test
  void theSummarySaysWhatEachModelCosts() {
    assertThat(result().summary())
        .isEqualTo("search +1.2 % at 51 % of the backbone parameters and 49 % of the multiply-adds, policies decided to 0.85, 105 s");
  }

  @Test
  void anotherLocaleChangesNothing() {
    Locale before = Locale.getDefault();
    String table = result().table();
    String json = result().toJson();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(result().table()).isEqualTo(table);
      assertThat(result().toJson()).isEqualTo(json);
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {"format_version": 3, "extra": 1}                              | r.json: found format version 3, allowed: up to 2; read it with a newer AutoMTL4J
      {"format_version": 1, "name": "x", "seed": 1}                  | r.json: not the result of a run
      {"format_version": 1, "seed": 1, "metrics": {}}                | r.json: not the result of a run
      {"format_version": 1, "name": "x", "metrics": {}}              | r.json: not the result of a run
      {"format_version": 1, "name": "x", "seed": 1, "metrics": 5}    | r.json: not the result of a run
      {"format_version": 1, "name": "x", "seed": 1, "metrics": {}, "what": 1} | r.json: not the result of a run: Unrecognized field "what"
      [1                                                             | r.json: not the result of a run
      nothing                                                        | r.json: not the result of a run
      null                                                           | r.json: not the result of a run
      ''                                                             | r.json: not the result of a run
      """)
  void whatIsNoResultIsRefusedInOneLine(String json, String message) {
    assertThatThrownBy(() -> RunResult.fromJson(json, "r.json")).isInstanceOf(InvalidInputException.class).message().startsWith(message).doesNotContain("\n");
  }
}
