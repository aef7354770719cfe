package org.automtl4j.app.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.automtl4j.graph.automtl.ModelSize;

/** A candidate's keys in {@code result.json}; what is not known of it has none. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CandidateKeys(
    @JsonProperty("source") String source,
    @JsonProperty("architecture") String words,
    @JsonProperty("leave") Map<String, String> leave,
    @JsonProperty("backbone_parameters") long backboneParameters,
    @JsonProperty("parameters") long parameters,
    @JsonProperty("macs") long macs,
    @JsonProperty("latency_ms") Double latencyMs,
    @JsonProperty("stopped_at") Integer stoppedAt,
    @JsonProperty("delta_validation") Double deltaValidation,
    @JsonProperty("standard_error") Double standardError,
    @JsonProperty("by_task") Map<String, Double> byTask,
    @JsonProperty("errors_by_task") Map<String, Double> errorsByTask,
    @JsonProperty("on_front") Boolean onFront,
    @JsonProperty("taken") boolean taken) {

  CandidateKeys {
    Objects.requireNonNull(source, "source");
  }

  static CandidateKeys of(RunCandidate c) {
    Optional<RunStanding> standing = c.standing();
    return new CandidateKeys(c.source(), c.words().isEmpty() ? null : c.words(), standing.map(RunStanding::leave).filter(leave -> !leave.isEmpty()).orElse(null),
        c.size().backboneParameters(), c.size().parameters(), c.size().multiplyAdds(), number(c.latencyMs()),
        standing.filter(s -> s.stoppedAt().isPresent()).map(s -> s.stoppedAt().getAsInt()).orElse(null), number(c.deltaValidation()),
        standing.map(RunStanding::standardError).orElse(null), standing.map(RunStanding::byTask).orElse(null), standing.map(RunStanding::errorsByTask).orElse(null),
        standing.map(RunStanding::onFront).orElse(null), c.taken());
  }

  RunCandidate toCandidate() {
    Optional<RunStanding> standing = Optional.ofNullable(standardError).map(error -> new RunStanding(error, Boolean.TRUE.equals(onFront), map(byTask),
        map(errorsByTask), map(leave), stoppedAt == null ? OptionalInt.empty() : OptionalInt.of(stoppedAt)));
    return new RunCandidate(source, words == null ? "" : words, new ModelSize(backboneParameters, parameters, macs), optional(latencyMs), optional(deltaValidation),
        taken, standing);
  }

  private static <V> Map<String, V> map(Map<String, V> map) {
    return Objects.requireNonNullElse(map, Map.of());
  }

  private static Double number(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static OptionalDouble optional(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
