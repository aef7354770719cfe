package org.automtl4j.train.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the forward pass of a step gave.
 *
 * @param losses unweighted loss of each task that had a valid label in the batch
 * @param penalties by name, the value of each penalty for each of those tasks that it is about
 * @param learning names of the parameters that the backward pass changes; empty when no task had a valid label
 * @param path names of all weights and policies that the step's path reads
 */
public record StepOutcome(Map<String, Double> losses, Map<String, Map<String, Double>> penalties, Set<String> learning, List<String> path) {

  /**
   * What the batches of one step gave together.
   *
   * @param batches what each gave, at least one
   * @return the mean of each loss over the batches that had it
   */
  public static StepOutcome of(List<StepOutcome> batches) {
    if (batches.size() == 1) {
      return batches.get(0);
    }
    Set<String> learning = new LinkedHashSet<>();
    Set<String> path = new LinkedHashSet<>();
    Set<String> penalties = new LinkedHashSet<>();
    batches.forEach(batch -> {
      penalties.addAll(batch.penalties().keySet());
      learning.addAll(batch.learning());
      path.addAll(batch.path());
    });
    Map<String, Map<String, Double>> means = new LinkedHashMap<>();
    penalties.forEach(name -> means.put(name, means(batches, batch -> batch.penalties().getOrDefault(name, Map.of()))));
    return new StepOutcome(means(batches, StepOutcome::losses), means, learning, List.copyOf(path));
  }

  private static Map<String, Double> means(List<StepOutcome> batches, Function<StepOutcome, Map<String, Double>> values) {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    batches.forEach(batch -> values.apply(batch).forEach((task, value) -> all.computeIfAbsent(task, t -> new ArrayList<>()).add(value)));
    Map<String, Double> means = new LinkedHashMap<>();
    all.forEach((task, found) -> means.put(task, found.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
    return means;
  }
}
