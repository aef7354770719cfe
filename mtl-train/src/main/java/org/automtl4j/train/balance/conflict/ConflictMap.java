package org.automtl4j.train.balance.conflict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.automtl4j.train.balance.BalancerState;

/**
 * What single steps say of conflicts, added up: by layer and pair of tasks the mean cosine, and in which share of the steps it was below 0. Steps in which one of the two was absent, or had a gradient of 0 there, do not
 * count for a pair. It can be written to a checkpoint and goes on to the bit.
 */
public final class ConflictMap {
  /** The name under which all shared parameters together stand. */
  public static final String ALL = "all";
  private static final String METHOD = "CONFLICTS";

  private final List<String> tasks;
  private final Map<String, double[]> sums = new LinkedHashMap<>();

  /**
   * A pair of tasks in a layer.
   *
   * @param layer its name; {@link #ALL}: all of them together
   * @param first a task
   * @param second a task after it
   * @param mean cosine, in [-1, 1]
   * @param share of the steps in which the cosine was below 0, in [0, 1]
   * @param steps that counted
   */
  public record Pair(String layer, String first, String second, double mean, double share, long steps) {}

  /** @param tasks all of them, in the order of the configuration */
  public ConflictMap(List<String> tasks) {
    this.tasks = List.copyOf(tasks);
  }

  /**
   * Adds a step.
   *
   * @param conflicts how the gradients of some of these tasks lay
   */
  public void add(Conflicts conflicts) {
    add(ALL, conflicts.tasks(), conflicts.cosines());
    conflicts.layers().forEach((layer, cosines) -> add(layer, conflicts.tasks(), cosines));
  }

  private void add(String layer, List<String> present, double[][] cosines) {
    double[] sum = sums.computeIfAbsent(layer, l -> new double[3 * tasks.size() * tasks.size()]);
    for (int i = 0; i < present.size(); i++) {
      for (int j = i + 1; j < present.size(); j++) {
        if (cosines[i][i] != 0 && cosines[j][j] != 0) {
          int at = 3 * (tasks.indexOf(present.get(i)) * tasks.size() + tasks.indexOf(present.get(j)));
          sum[at] += cosines[i][j];
          sum[at + 1] += cosines[i][j] < 0 ? 1 : 0;
          sum[at + 2]++;
        }
      }
    }
  }

  /** @return all pairs that have met, layer by layer in the order in which layers came, {@link #ALL} first */
  public List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    sums.forEach((layer, sum) -> {
      for (int i = 0; i < tasks.size(); i++) {
        for (int j = i + 1; j < tasks.size(); j++) {
          int at = 3 * (i * tasks.size() + j);
          if (sum[at + 2] > 0) {
            pairs.add(new Pair(layer, tasks.get(i), tasks.get(j), sum[at] / sum[at + 2], sum[at + 1] / sum[at + 2], (long) sum[at + 2]));
          }
        }
      }
    });
    return pairs;
  }

  /** @return the pair of a single layer whose mean cosine is lowest and below 0; empty where nothing conflicts on average */
  public Optional<Pair> worst() {
    return pairs().stream().filter(pair -> !pair.layer().equals(ALL) && pair.mean() < 0).min(Comparator.comparingDouble(Pair::mean));
  }

  /** @return all that is remembered; layers keep their order by a number before their name */
  public BalancerState state() {
    Map<String, double[]> numbers = new TreeMap<>();
    int place = 0;
    for (Map.Entry<String, double[]> entry : sums.entrySet()) {
      numbers.put(String.format(Locale.ROOT, "%06d ", place++) + entry.getKey(), entry.getValue());
    }
    return new BalancerState(METHOD, numbers, Map.of());
  }

  /**
   * Goes on from a state.
   *
   * @param state what {@link #state} gave, of the same tasks
   * @throws org.automtl4j.core.InvalidInputException if it is of something else
   */
  public void restore(BalancerState state) {
    state.expect(METHOD);
    sums.clear();
    state.numbers().forEach((name, sum) -> sums.put(name.substring(name.indexOf(' ') + 1), state.numbers(name, 3 * tasks.size() * tasks.size())));
  }
}
