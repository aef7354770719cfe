package org.automtl4j.train.listener;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One iteration is done: each of its tasks has had its step.
 *
 * @param stage the stage's name
 * @param iteration from 0
 * @param iterations how many the stage has
 * @param policyStep whether policies were trained in it, not weights
 * @param losses by task, in the tasks' order; without tasks that had no valid label
 * @param learningRate the learning rate that was used
 * @param temperature the temperature of the relaxed choice, in a search
 */
public record IterationDone(
    String stage, int iteration, int iterations, boolean policyStep, Map<String, Double> losses, double learningRate, Optional<Double> temperature) {
  /** Keeps an unmodifiable copy in the same order. */
  public IterationDone {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
  }
}
