package org.automtl4j.train.listener;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An iteration is done.
 *
 * @param model what is trained
 * @param stage the stage's name
 * @param phase what was trained in this iteration: {@code "weights"} or {@code "policies"}
 * @param iteration from 0
 * @param iterations of the whole stage
 * @param losses unweighted, by task; a task whose batch had no valid label is absent
 * @param regularisers value R of the policy regulariser of the same tasks, without its factor lambda, in stages that search; else empty
 * @param learningRate of this iteration
 * @param temperature of the relaxation; 0 in stages without one
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
    Map<String, Double> regularisers,
    double learningRate,
    double temperature,
    double seconds,
    double waitSeconds) {
  /** Keeps unmodifiable copies in the order of the tasks. */
  public IterationDone {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    regularisers = regularisers == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(regularisers));
  }
}
