package org.automtl4j.train.grow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.automtl4j.core.InvalidInputException;

/**
 * Successive halving (Jamieson and Talwalkar, AISTATS 2016): all candidates are trained for a part of the way, the better ones go on. Where several budgets are asked
 * for, the better ones within each of them go on, or what is dear would leave nothing to those who have less.
 *
 * @param factor one in so many goes on; 0: all are trained to the end
 */
public record Halving(int factor) {

  /** Checks the factor. */
  public Halving {
    if (factor < 0 || factor == 1) {
      throw new InvalidInputException("halve: found " + factor + ", allowed: 2 or more, of which one goes on, or 0 to train all candidates to the end");
    }
  }

  /**
   * @param from iterations that are done when candidates begin
   * @param to iterations at the end
   * @return after which iterations they are compared, in order: a quarter of the way, half of it and its end, as far as these differ
   */
  public List<Integer> rungs(int from, int to) {
    if (from >= to) {
      throw new IllegalArgumentException("candidates begin after " + from + " iterations, allowed: fewer than " + to);
    }
    Set<Integer> rungs = new TreeSet<>(Set.of(to));
    if (factor > 0) {
      rungs.add(from + Math.max(1, (to - from) / 4));
      rungs.add(from + Math.max(1, (to - from) / 2));
    }
    return List.copyOf(rungs);
  }

  /**
   * @param alive those that were compared
   * @param cost of one
   * @param gain of one
   * @param limits what they may cost, by budget
   * @param <T> what is compared
   * @return those that go on, in the order in which they came: the better ones within each budget, at least one
   */
  public <T> List<T> keep(List<T> alive, ToDoubleFunction<T> cost, ToDoubleFunction<T> gain, List<Double> limits) {
    if (factor == 0) {
      return List.copyOf(alive);
    }
    Set<T> kept = new LinkedHashSet<>();
    for (double limit : limits) {
      List<T> within = new ArrayList<>(alive.stream().filter(one -> cost.applyAsDouble(one) <= limit).toList());
      within.sort(Comparator.comparingDouble(gain).reversed().thenComparingDouble(cost));
      kept.addAll(within.subList(0, (within.size() + factor - 1) / factor));
    }
    return alive.stream().filter(kept::contains).toList();
  }
}
