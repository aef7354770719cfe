package org.automtl4j.train.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;

/** Finds the trees that keep a budget. */
public final class Trees {
  private final TreeCosts costs;
  private final double budget;
  private final int most;
  private final List<Tree> found = new ArrayList<>();

  private Trees(TreeCosts costs, double budget, int most) {
    this.costs = costs;
    this.budget = budget;
    this.most = most;
  }

  /**
   * Enumerates trees, hard sharing among them. Cost only grows where a task leaves earlier, so that what is too expensive is cut off early.
   *
   * @param tasks how many tasks there are
   * @param costs what trees cost
   * @param budget what they may cost, in the same unit
   * @param most how many are wanted at most
   * @return all trees within the budget, the cheapest first; empty if there are more than wanted
   * @throws InvalidInputException if not even hard sharing, the cheapest, keeps the budget
   */
  public static Optional<List<Tree>> within(int tasks, TreeCosts costs, double budget, int most) {
    checkBudget(tasks, costs, budget);
    Trees trees = new Trees(costs, budget, most);
    trees.add(new ArrayList<>(Collections.nCopies(tasks, costs.segments().size())), 0);
    return trees.found.size() > most ? Optional.empty()
        : Optional.of(trees.found.stream().sorted(Comparator.comparingDouble(costs::of)).toList());
  }

  static void checkBudget(int tasks, TreeCosts costs, double budget) {
    double cheapest = costs.of(Tree.allPartAt(tasks, costs.segments().size()));
    if (!(cheapest <= budget)) {
      throw new InvalidInputException(String.format(Locale.ROOT, "budget: found %.6g, allowed: at least %.6g, which hard sharing costs, the cheapest of all trees",
          budget, cheapest));
    }
  }

  /** Tries every depth of the tasks from one on; those before have theirs, those after it are in the trunk to its end. */
  private void add(List<Integer> depths, int task) {
    if (task == depths.size()) {
      Tree tree = new Tree(depths);
      if (tree.depths().equals(depths)) { // the other ones are the same trees by other names
        found.add(tree);
      }
      return;
    }
    for (int depth = costs.segments().size(); depth >= 0 && found.size() <= most; depth--) {
      depths.set(task, depth);
      if (costs.of(new Tree(depths)) > budget) {
        break;
      }
      add(depths, task + 1);
    }
    depths.set(task, costs.segments().size());
  }
}
