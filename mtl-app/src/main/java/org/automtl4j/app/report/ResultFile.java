package org.automtl4j.app.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.metric.MetricNames;

/** The layout of {@code result.json}. */
final class ResultFile {
  /** Since 2 the figure {@code miou} is what it is now. */
  private static final int VERSION = 2;

  private ResultFile() {}

  /** The file's keys, as they are written. */
  private record Content(
      @JsonProperty("format_version") int formatVersion,
      @JsonProperty("name") String name,
      @JsonProperty("seed") long seed,
      @JsonProperty("metrics") Map<String, Map<String, Map<String, Double>>> metrics,
      @JsonProperty("delta") Map<String, Double> delta,
      @JsonProperty("backbone_parameters") Map<String, Long> backboneParameters,
      @JsonProperty("parameters") Map<String, Long> parameters,
      @JsonProperty("macs") Map<String, Long> macs,
      @JsonProperty("policy_confidence") Map<String, Double> policyConfidence,
      @JsonProperty("seconds") Map<String, Double> seconds,
      @JsonProperty("wait_seconds") Map<String, Double> waitSeconds,
      @JsonProperty("losses") Map<String, Map<String, Double>> losses,
      @JsonProperty("candidates") List<CandidateKeys> candidates,
      @JsonProperty("latency_ms") Map<String, Double> latencyMs,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("recommendation") RunAdvice recommendation) {

    private Content {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(metrics, "metrics");
      delta = Objects.requireNonNullElse(delta, Map.of());
      backboneParameters = Objects.requireNonNullElse(backboneParameters, Map.of());
      parameters = Objects.requireNonNullElse(parameters, Map.of());
      macs = Objects.requireNonNullElse(macs, Map.of());
      policyConfidence = Objects.requireNonNullElse(policyConfidence, Map.of());
      seconds = Objects.requireNonNullElse(seconds, Map.of());
      waitSeconds = Objects.requireNonNullElse(waitSeconds, Map.of());
      losses = Objects.requireNonNullElse(losses, Map.of());
      candidates = Objects.requireNonNullElse(candidates, List.of());
      latencyMs = Objects.requireNonNullElse(latencyMs, Map.of());
    }
  }

  static String write(RunResult r) {
    Content content = new Content(VERSION, r.name(), r.seed(), r.metrics(), r.delta(), r.backboneParameters(), r.parameters(), r.macs(),
        r.policyConfidence(), r.seconds(), r.waitSeconds(), r.losses(), r.candidates().stream().map(CandidateKeys::of).toList(),
        r.latencyMs(), r.advice().orElse(null));
    // The same bytes on every system.
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    try {
      return JsonMapper.builder().build().writer(printer).writeValueAsString(content) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a result", e);
    }
  }

  private static Map<String, Map<String, Map<String, Double>>> ofVersion1(Map<String, Map<String, Map<String, Double>>> metrics) {
    Map<String, Map<String, Map<String, Double>>> now = new LinkedHashMap<>();
    metrics.forEach((model, tasks) -> {
      Map<String, Map<String, Double>> byTask = new LinkedHashMap<>();
      tasks.forEach((task, figures) -> byTask.put(task, MetricNames.ofVersion1(figures)));
      now.put(model, byTask);
    });
    return now;
  }

  static RunResult read(String json, String source) {
    try {
      JsonMapper mapper = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .withCoercionConfigDefaults(config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)).build();
      mapper.setDefaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));
      JsonNode tree = mapper.readTree(json);
      if (!tree.isObject()) {
        throw new InvalidInputException(source + ": not the result of a run: found no JSON object");
      }
      JsonNode version = tree.path("format_version");
      if (version.isIntegralNumber() && version.asInt() > VERSION) {
        throw new InvalidInputException(source + ": found format version " + version.asInt() + ", allowed: up to " + VERSION
            + "; read it with a newer AutoMTL4J");
      }
      Content c = mapper.treeToValue(tree, Content.class);
      return new RunResult(c.name(), c.seed(), c.formatVersion() < 2 ? ofVersion1(c.metrics()) : c.metrics(), c.delta(), c.backboneParameters(), c.parameters(), c.macs(), c.policyConfidence(),
          c.seconds(), c.waitSeconds(), c.losses(), c.candidates().stream().map(CandidateKeys::toCandidate).toList(), c.latencyMs(),
          Optional.ofNullable(c.recommendation()));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(source + ": not the result of a run: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    }
  }
}
