package org.automtl4j.app.report.html.automtl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.automtl4j.app.report.html.StageLog;
import org.automtl4j.graph.automtl.Branch;

/**
 * What the policies said at one moment.
 *
 * @param tasks by task, by layer ({@code "3:conv2"}), the probabilities of shared, specific, skip; 0 for a branch that does not exist
 */
record PolicyTable(Map<String, Map<String, List<Double>>> tasks) {

  /** What policies said, by iteration. */
  static NavigableMap<Integer, PolicyTable> of(StageLog stage) {
    NavigableMap<Integer, PolicyTable> tables = new TreeMap<>();
    stage.choices().forEach((iteration, choices) -> tables.put(iteration, of(choices)));
    return tables;
  }

  /** With a probability for each branch. */
  static PolicyTable of(Map<String, Map<String, List<Double>>> choices) {
    Map<String, Map<String, List<Double>>> tasks = new LinkedHashMap<>();
    choices.forEach((task, layers) -> layers.forEach((layer, probabilities) -> {
      List<Double> all = new ArrayList<>(probabilities);
      while (all.size() < Branch.values().length) {
        all.add(0.0);
      }
      tasks.computeIfAbsent(task, t -> new LinkedHashMap<>()).put(layer, List.copyOf(all));
    }));
    return new PolicyTable(tasks);
  }

  Optional<List<Double>> at(String task, String layer) {
    return Optional.ofNullable(tasks.getOrDefault(task, Map.of()).get(layer));
  }

  /** The mean over a task's layers of one branch's probability. */
  OptionalDouble mean(String task, Branch branch) {
    return tasks.getOrDefault(task, Map.of()).values().stream().mapToDouble(p -> p.get(branch.ordinal())).average();
  }

  /** The mean over a task's layers of the largest probability. */
  OptionalDouble decided(String task) {
    return tasks.getOrDefault(task, Map.of()).values().stream().mapToDouble(p -> p.stream().mapToDouble(Double::doubleValue).max().orElse(0)).average();
  }

  static Branch likeliest(List<Double> probabilities) {
    Branch best = Branch.SHARED;
    for (Branch branch : Branch.values()) {
      best = probabilities.get(branch.ordinal()) > probabilities.get(best.ordinal()) ? branch : best;
    }
    return best;
  }
}
