package org.automtl4j.app.report.html;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.graph.automtl.Branch;

/**
 * What the policies said at one moment.
 *
 * @param tasks by task, by layer ({@code "3:conv2"}), the probabilities of shared, specific, skip; 0 for a branch that does not exist
 */
record PolicyTable(Map<String, Map<String, List<Double>>> tasks) {

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
