package org.automtl4j.train.listener;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An iteration is done.
 *
 * @param model what is trained
 * @param stage the stage's name
 * @param phase what was trained in this iteration, such as {@code "weights"} or {@code "policies"}
 * @param iteration from 0
 * @param iterations of the whole stage
 * @param losses unweighted, by task; a task whose batch had no valid label is absent
 * @param terms what is minimised beside the losses or only reported, without its factor: by its name, and by task ({@code "all"} where it is no task's)
 * @param rates learning rates of the groups of parameters that learn, by name; the only group of a phase has an empty one
 * @param scalars numbers that were fed, by name, such as {@code "temperature"}
 * @param seconds wall time since the stage began; of a resumed run, that of all its parts
 * @param waitSeconds of them, time that the trainer spent waiting for data
 */
public record IterationDone(
    String model,
    String stage,
    String phase,
    int iteration,
    int iterations,
    Map<String, Double> losses,
    Map<String, Map<String, Double>> terms,
    Map<String, Double> rates,
    Map<String, Double> scalars,
    double seconds,
    double waitSeconds) {
  private static final String REGULARISER = "regulariser";
  private static final String TEMPERATURE = "temperature";

  /** Keeps unmodifiable copies in order. */
  public IterationDone {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    rates = Collections.unmodifiableMap(new LinkedHashMap<>(rates));
    scalars = Collections.unmodifiableMap(new LinkedHashMap<>(scalars));
  }

  /**
   * An iteration with one rate, of a stage that may have a regulariser and a temperature.
   *
   * @param model what is trained
   * @param stage the stage's name
   * @param phase what was trained in this iteration
   * @param iteration from 0
   * @param iterations of the whole stage
   * @param losses unweighted, by task
   * @param regularisers the term {@code "regulariser"} by task; empty in stages without one
   * @param learningRate of this iteration
   * @param temperature of the relaxation; 0 in stages without one
   * @param seconds wall time since the stage began
   * @param waitSeconds of them, time that the trainer spent waiting for data
   * @return the event
   */
  public static IterationDone of(String model, String stage, String phase, int iteration, int iterations, Map<String, Double> losses,
      Map<String, Double> regularisers, double learningRate, double temperature, double seconds, double waitSeconds) {
    return new IterationDone(model, stage, phase, iteration, iterations, losses, regularisers.isEmpty() ? Map.of() : Map.of(REGULARISER, regularisers),
        Map.of("", learningRate), temperature == 0 ? Map.of() : Map.of(TEMPERATURE, temperature), seconds, waitSeconds);
  }

  /** @return the term {@code "regulariser"}, such as AutoMTL's of its policies, by task; empty in stages without one */
  public Map<String, Double> regularisers() {
    return terms.getOrDefault(REGULARISER, Map.of());
  }

  /** @return the learning rate of the first group */
  public double learningRate() {
    return rates.values().iterator().next();
  }

  /** @return the temperature of the relaxation; 0 in stages without one */
  public double temperature() {
    return scalars.getOrDefault(TEMPERATURE, 0.0);
  }

  /** @return {@link #terms} without {@link #regularisers} */
  public Map<String, Map<String, Double>> otherTerms() {
    Map<String, Map<String, Double>> others = new LinkedHashMap<>(terms);
    others.remove(REGULARISER);
    return others;
  }

  /** @return {@link #scalars} without the {@link #temperature} */
  public Map<String, Double> otherScalars() {
    Map<String, Double> others = new LinkedHashMap<>(scalars);
    others.remove(TEMPERATURE);
    return others;
  }
}
