package org.automtl4j.train.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which trees are tried where a budget allows more than there is time for. */
public final class Proposals {
  private Proposals() {}

  /**
   * @param tasks how many tasks there are
   * @param costs what trees cost
   * @param budget what they may cost
   * @param most how many are tried at most, at least 1
   * @return trees within the budget beside hard sharing, the cheapest first: all of them, or else those in which all tasks part at one point, and those in which one task
   *     leaves the others, evenly over their costs
   * @throws org.automtl4j.core.InvalidInputException if not even hard sharing keeps the budget
   */
  public static List<Tree> of(int tasks, TreeCosts costs, double budget, int most) {
    Tree hard = Tree.allPartAt(tasks, costs.segments().size());
    Optional<List<Tree>> all = Trees.within(tasks, costs, budget, most + 1);
    return all.map(trees -> trees.stream().filter(tree -> !tree.equals(hard)).toList()).orElseGet(() -> simple(tasks, costs, budget, most));
  }

  private static List<Tree> simple(int tasks, TreeCosts costs, double budget, int most) {
    int points = costs.segments().size();
    Comparator<Tree> byCost = Comparator.comparingDouble(costs::of);
    Set<Tree> together = new LinkedHashSet<>();
    Set<Tree> alone = new LinkedHashSet<>();
    for (int depth = points - 1; depth >= 0; depth--) {
      together.add(Tree.allPartAt(tasks, depth));
      for (int task = 0; task < tasks; task++) {
        List<Integer> depths = new ArrayList<>(Collections.nCopies(tasks, points));
        depths.set(task, depth);
        alone.add(new Tree(depths));
      }
    }
    alone.removeAll(together);
    List<Tree> first = even(together.stream().filter(tree -> costs.of(tree) <= budget).sorted(byCost).toList(), most);
    List<Tree> chosen = new ArrayList<>(first);
    chosen.addAll(even(alone.stream().filter(tree -> costs.of(tree) <= budget).sorted(byCost).toList(), most - first.size()));
    chosen.sort(byCost);
    return List.copyOf(chosen);
  }

  /** So many of a list, evenly spread over it, its last one among them. */
  private static List<Tree> even(List<Tree> list, int count) {
    if (list.size() <= count) {
      return list;
    }
    List<Tree> chosen = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      chosen.add(list.get((int) ((long) i * list.size() / count) - 1));
    }
    return chosen;
  }
}
