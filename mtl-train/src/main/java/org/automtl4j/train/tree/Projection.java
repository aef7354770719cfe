package org.automtl4j.train.tree;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.InvalidInputException;

/**
 * Turns architectures that policies have drawn into trees within a budget: draws of independent layers are hardly ever trees, and save next to nothing. A task
 * leaves where it is drawn away from the trunk for the first time; while that is too expensive, one task, or two that have the trunk for themselves, go on in it up
 * to the next branch point, whichever gives up least of what the policies prefer for what it saves.
 */
public final class Projection {
  private final TreeCosts costs;
  private final double[][] preferences;

  private Projection(TreeCosts costs, double[][] preferences) {
    this.costs = costs;
    this.preferences = preferences;
  }

  private record Move(Tree tree, double given, double saved) {
    double price() {
      return saved > 0 ? given / saved : Double.POSITIVE_INFINITY;
    }
  }

  /**
   * @param drawn by task, how many branch points it passes before it is drawn away from the trunk
   * @param preferences by task, by segment: logit of the specific branch less that of the shared one, summed over the segment's layers
   * @param costs what trees cost
   * @param budget what the tree may cost
   * @return a tree within the budget
   * @throws InvalidInputException if not even hard sharing keeps the budget
   */
  public static Tree of(List<Integer> drawn, double[][] preferences, TreeCosts costs, double budget) {
    Trees.checkBudget(drawn.size(), costs, budget);
    Projection projection = new Projection(costs, preferences);
    Tree tree = new Tree(drawn);
    while (costs.of(tree) > budget) {
      tree = projection.cheaper(tree);
    }
    return tree;
  }

  private Tree cheaper(Tree tree) {
    List<Move> moves = new ArrayList<>();
    for (int one = 0; one < tree.depths().size(); one++) {
      for (int other = one; other < tree.depths().size(); other++) {
        offer(tree, one, other, moves);
      }
    }
    return moves.stream().reduce((a, b) -> b.price() < a.price() ? b : a).orElseThrow().tree();
  }

  /** Lets two tasks, or one and the same, go on in the trunk, if that makes another tree. */
  private void offer(Tree tree, int one, int other, List<Move> moves) {
    List<Integer> depths = new ArrayList<>(tree.depths());
    double given = 0;
    for (int task : one == other ? new int[] {one} : new int[] {one, other}) {
      int depth = depths.get(task);
      if (depth == costs.segments().size()) {
        return;
      }
      given += preferences[task][depth];
      depths.set(task, depth + 1);
    }
    Tree next = new Tree(depths);
    double saved = costs.of(tree) - costs.of(next);
    if (!next.equals(tree)) {
      moves.add(new Move(next, given, saved));
    }
  }
}
