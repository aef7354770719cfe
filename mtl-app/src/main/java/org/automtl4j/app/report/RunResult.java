package org.automtl4j.app.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run has reached, by model: {@code constant} (the best answer that ignores the image), {@code single}, {@code hard}, {@code random} and {@code
 * random_bottom} where they were trained, and {@code search}, the model that was found. All numbers are measured on the test split, which is read once. Maps
 * keep their order.
 *
 * @param name name of the run
 * @param seed its seed
 * @param metrics by model, by task, by metric
 * @param delta by model: relative performance against {@code single}, mean over tasks, as a fraction (0.01: one per cent better); without models to compare
 *     it is empty
 * @param backboneParameters by model: convolution weights and biases of the layers with policies, as the paper counts them; for {@code single} the sum over
 *     tasks
 * @param parameters by model: all numbers that the finished model stores, statistics included
 * @param macs by model: multiply-adds of one image through all tasks
 * @param policyConfidence by task: how decided the policies of the search became, the mean over layers of the largest probability, from 1/3 to 1; empty without
 *     a search
 * @param seconds wall time by stage; a baseline is a stage of its name
 * @param waitSeconds of them, time that the trainer spent waiting for data
 * @param losses by model, by task: mean of the batches' losses, unweighted by the tasks' lambdas, each weighted by its images
 * @param candidates the architectures that were among those to choose from, in the order in which they came up
 * @param latencyMs by model: milliseconds for one image and all tasks on the machine of the run, as a sum over the steps of inference
 * @param advice what to take, if the run has what that takes
 */
public record RunResult(
    String name,
    long seed,
    Map<String, Map<String, Map<String, Double>>> metrics,
    Map<String, Double> delta,
    Map<String, Long> backboneParameters,
    Map<String, Long> parameters,
    Map<String, Long> macs,
    Map<String, Double> policyConfidence,
    Map<String, Double> seconds,
    Map<String, Double> waitSeconds,
    Map<String, Map<String, Double>> losses,
    List<RunCandidate> candidates,
    Map<String, Double> latencyMs,
    Optional<RunAdvice> advice) {

  /** The best answer that ignores the image, in the maps. */
  public static final String CONSTANT = "constant";
  /** The model that was found, in the maps. */
  public static final String SEARCH = "search";

  /** One model per task, what others are compared with, in the maps. */
  public static final String SINGLE = "single";

  /** The stages whose times belong to the model that was found. */
  static final List<String> SEARCH_STAGES = List.of("pre", "search", "sample", "post", "trunk", "grow");

  /** Keeps unmodifiable copies in the same order. */
  public RunResult {
    Map<String, Map<String, Map<String, Double>>> byModel = new LinkedHashMap<>();
    metrics.forEach((model, tasks) -> {
      Map<String, Map<String, Double>> byTask = new LinkedHashMap<>();
      tasks.forEach((task, values) -> byTask.put(task, copy(values)));
      byModel.put(model, Collections.unmodifiableMap(byTask));
    });
    metrics = Collections.unmodifiableMap(byModel);
    delta = copy(delta);
    backboneParameters = copy(backboneParameters);
    parameters = copy(parameters);
    macs = copy(macs);
    policyConfidence = copy(policyConfidence);
    seconds = copy(seconds);
    waitSeconds = copy(waitSeconds);
    Map<String, Map<String, Double>> lossesByModel = new LinkedHashMap<>();
    losses.forEach((model, values) -> lossesByModel.put(model, copy(values)));
    losses = Collections.unmodifiableMap(lossesByModel);
    candidates = List.copyOf(candidates);
    latencyMs = copy(latencyMs);
  }

  /**
   * A result without waiting times, losses and candidates.
   *
   * @param name of the run
   * @param seed of the run
   * @param metrics by model, task and metric
   * @param delta by model
   * @param backboneParameters by model
   * @param parameters by model
   * @param macs by model
   * @param policyConfidence by task
   * @param seconds by stage
   */
  public RunResult(
      String name, long seed, Map<String, Map<String, Map<String, Double>>> metrics, Map<String, Double> delta, Map<String, Long> backboneParameters,
      Map<String, Long> parameters, Map<String, Long> macs, Map<String, Double> policyConfidence, Map<String, Double> seconds) {
    this(name, seed, metrics, delta, backboneParameters, parameters, macs, policyConfidence, seconds, Map.of(), Map.of(), List.of(),
        Map.of(), Optional.empty());
  }

  /**
   * @param waited time that the trainer spent waiting for data, by stage
   * @return this result with those times
   */
  public RunResult withWaitSeconds(Map<String, Double> waited) {
    return new RunResult(name, seed, metrics, delta, backboneParameters, parameters, macs, policyConfidence, seconds, waited, losses, candidates, latencyMs,
        advice);
  }

  /**
   * @param ranked the architectures that were among those to choose from
   * @return this result with them
   */
  public RunResult withCandidates(List<RunCandidate> ranked) {
    return new RunResult(name, seed, metrics, delta, backboneParameters, parameters, macs, policyConfidence, seconds, waitSeconds, losses, ranked, latencyMs,
        advice);
  }

  /**
   * @param found losses by model, by task
   * @return this result with those losses
   */
  public RunResult withLosses(Map<String, Map<String, Double>> found) {
    return new RunResult(name, seed, metrics, delta, backboneParameters, parameters, macs, policyConfidence, seconds, waitSeconds, found, candidates, latencyMs,
        advice);
  }

  /**
   * @param measured by model, milliseconds for one image and all tasks
   * @return this result with those times
   */
  public RunResult withLatency(Map<String, Double> measured) {
    return new RunResult(name, seed, metrics, delta, backboneParameters, parameters, macs, policyConfidence, seconds, waitSeconds, losses, candidates, measured,
        advice);
  }

  /**
   * @param given what to take
   * @return this result with it
   */
  public RunResult withAdvice(RunAdvice given) {
    return new RunResult(name, seed, metrics, delta, backboneParameters, parameters, macs, policyConfidence, seconds, waitSeconds, losses, candidates, latencyMs,
        Optional.of(given));
  }

  /** @return what to take, in one sentence, a line for each budget; where nothing can be said, what is missing */
  public String recommendation() {
    return advice.map(a -> String.join("\n", a.sentences())).orElseGet(() -> models().contains(RunCandidate.HARD)
        ? "no recommendation: there are no images to validate with" : "no recommendation: hard sharing was not trained beside it (--baselines hard,single)");
  }

  private static <V> Map<String, V> copy(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** @return the models, in the order of the metrics */
  public List<String> models() {
    return List.copyOf(metrics.keySet());
  }

  /**
   * @param model a model
   * @return the wall time that it took, in seconds; 0 for one that was not trained
   */
  public double secondsOf(String model) {
    if (model.equals(SEARCH)) {
      return SEARCH_STAGES.stream().mapToDouble(stage -> seconds.getOrDefault(stage, 0.0)).sum();
    }
    return seconds.getOrDefault(model, 0.0);
  }

  /** @return the table, one column per model, for people */
  public String table() {
    return ResultTable.of(this);
  }

  /** @return the one line that matters: Delta and shares of the single-task models' backbone parameters and multiply-adds of each model, and the time of the whole run */
  public String summary() {
    List<String> parts = new ArrayList<>();
    for (String model : models()) {
      if (delta.containsKey(model) && !model.equals(SINGLE)) {
        List<String> shares = Stream.concat(share(backboneParameters, model, "backbone parameters"), share(macs, model, "multiply-adds")).toList();
        parts.add(String.format(Locale.ROOT, "%s %+.1f %%", model, 100 * delta.get(model)) + (shares.isEmpty() ? "" : " at " + String.join(" and ", shares)));
      }
    }
    policyConfidence.values().stream().mapToDouble(Double::doubleValue).average()
        .ifPresent(mean -> parts.add(String.format(Locale.ROOT, "policies decided to %.2f", mean)));
    parts.add(String.format(Locale.ROOT, "%.0f s", seconds.values().stream().mapToDouble(Double::doubleValue).sum()));
    return String.join(", ", parts);
  }

  /** A share of the single-task models' together, where it is known. */
  private static Stream<String> share(Map<String, Long> costs, String model, String what) {
    boolean known = costs.containsKey(model) && costs.containsKey(SINGLE);
    return known ? Stream.of(String.format(Locale.ROOT, "%.0f %% of the %s", 100.0 * costs.get(model) / costs.get(SINGLE), what)) : Stream.of();
  }

  /** @return the content of {@code result.json} */
  public String toJson() {
    return ResultFile.write(this);
  }

  /**
   * @param json the content of a {@code result.json}
   * @param source where it comes from, for messages
   * @return the result
   * @throws org.automtl4j.core.InvalidInputException if it is no result, or one of a newer format
   */
  public static RunResult fromJson(String json, String source) {
    return ResultFile.read(json, source);
  }
}
