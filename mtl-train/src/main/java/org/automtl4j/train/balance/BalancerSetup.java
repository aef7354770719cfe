package org.automtl4j.train.balance;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.automtl4j.core.InvalidInputException;

/**
 * What a training tells the method that is to balance it.
 *
 * @param tasks of the phase, in the order of the configuration; at least one, no two of one name
 * @param classified those of them whose loss is a cross entropy
 * @param epoch how many iterations count as an epoch: the interval of methods that look at means over one, unless they have an interval of their own; at least 1
 * @param iterations how many the phase has; empty where nobody knows
 * @param rule makes the rule by which numbers of the method itself learn, such as the phase's own without weight decay
 * @param layers from a parameter's name to that of its layer
 */
public record BalancerSetup(List<String> tasks, Set<String> classified, long epoch, OptionalLong iterations, ScalarRule.Factory rule,
    UnaryOperator<String> layers) {

  /** Checks what was given. */
  public BalancerSetup {
    tasks = List.copyOf(tasks);
    classified = Set.copyOf(classified);
    if (tasks.isEmpty() || tasks.stream().distinct().count() != tasks.size()) {
      throw new InvalidInputException("balancing needs at least one task, and each once; found " + tasks);
    }
    if (epoch < 1) {
      throw new InvalidInputException("balancing: an epoch must have at least 1 iteration, found " + epoch);
    }
  }

  /**
   * @param tasks of the phase
   * @param epoch iterations of an epoch
   * @param rule by which numbers of the method itself learn
   * @return a setup without a known end and without classification, whose layers are what stands before the last dot of a parameter's name
   */
  public static BalancerSetup of(List<String> tasks, long epoch, ScalarRule.Factory rule) {
    return new BalancerSetup(tasks, Set.of(), epoch, OptionalLong.empty(), rule, BalancerSetup::beforeTheLastDot);
  }

  /**
   * @param name of a parameter, such as {@code layer.3.shared.weight}
   * @return of its layer, such as {@code layer.3.shared}; the name itself where it has no dot
   */
  public static String beforeTheLastDot(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /**
   * @param losses of a step
   * @return the places of its tasks among all
   * @throws IllegalArgumentException for a task that the phase does not have
   */
  public int[] places(StepLosses losses) {
    return losses.tasks().stream().mapToInt(task -> {
      int place = tasks.indexOf(task);
      if (place < 0) {
        throw new IllegalArgumentException("no task '" + task + "' among " + tasks);
      }
      return place;
    }).toArray();
  }
}
