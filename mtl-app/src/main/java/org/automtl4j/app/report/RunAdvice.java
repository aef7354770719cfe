package org.automtl4j.app.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a run advises to take, from figures on the validation split.
 *
 * @param take what: {@code hard sharing}, {@code the found model}, or a tree in words such as {@code depth leaves at conv10}
 * @param alone tasks that should have a model of their own, with how much sharing costs each at least, as a fraction
 * @param because the advice in one sentence
 * @param gain Delta of what is taken over hard sharing, as a fraction; 0 for hard sharing itself
 * @param standardError of the gain
 * @param cost of what is taken, by measure ({@code macs}, {@code parameters}, {@code latency_ms})
 * @param budget what it may cost, such as {@code multiplyAdds 0.5}; empty if no budget was given
 * @param others answers to further budgets
 */
public record RunAdvice(
    @JsonProperty("take") String take,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("alone") Map<String, Double> alone,
    @JsonProperty("because") String because,
    @JsonProperty("gain") double gain,
    @JsonProperty("standard_error") double standardError,
    @JsonProperty("cost") Map<String, Share> cost,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("budget") String budget,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("others") List<RunAdvice> others) {

  /**
   * A cost beside those of the models that everybody knows.
   *
   * @param ofHard as a share of hard sharing's
   * @param ofSingle as a share of the single-task models' together
   */
  public record Share(@JsonProperty("of_hard") double ofHard, @JsonProperty("of_single") double ofSingle) {}

  /** Keeps unmodifiable copies in the same order. */
  public RunAdvice {
    Objects.requireNonNull(take, "take");
    Objects.requireNonNull(because, "because");
    alone = Collections.unmodifiableMap(new LinkedHashMap<>(Objects.requireNonNullElse(alone, Map.of())));
    cost = Collections.unmodifiableMap(new LinkedHashMap<>(Objects.requireNonNullElse(cost, Map.of())));
    budget = Objects.requireNonNullElse(budget, "");
    others = List.copyOf(Objects.requireNonNullElse(others, List.of()));
  }

  /**
   * Advice without a budget.
   *
   * @param take what
   * @param alone tasks that should have a model of their own
   * @param because the advice in one sentence
   * @param gain over hard sharing
   * @param standardError of the gain
   * @param cost of what is taken
   */
  public RunAdvice(String take, Map<String, Double> alone, String because, double gain, double standardError, Map<String, Share> cost) {
    this(take, alone, because, gain, standardError, cost, "", List.of());
  }

  /**
   * @param further answers to further budgets
   * @return this advice with them
   */
  public RunAdvice withOthers(List<RunAdvice> further) {
    return new RunAdvice(take, alone, because, gain, standardError, cost, budget, further);
  }

  /** @return the sentences of this advice and of those to further budgets */
  public List<String> sentences() {
    return Stream.concat(Stream.of(because), others.stream().map(RunAdvice::because)).toList();
  }
}
