package org.automtl4j.train.tree;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.automtl4j.graph.automtl.Branching;
import org.automtl4j.graph.automtl.LayerWork;
import org.automtl4j.graph.automtl.ModelWork;
import org.automtl4j.graph.automtl.SharedWork;
import org.automtl4j.graph.automtl.WorkPart;

/**
 * What trees cost, in any unit that adds up over layers: multiply-adds, stored numbers, seconds. cost = fixed + sum over segments of (cost of the segment) *
 * {@link Tree#copies}, which is exact.
 *
 * @param fixed what every tree costs: heads, and layers before the first branch point
 * @param segments what one pass through the layers behind each branch point costs, up to the next one
 */
public record TreeCosts(double fixed, List<Double> segments) {

  /** Keeps an unmodifiable copy. */
  public TreeCosts {
    segments = List.copyOf(segments);
  }

  /**
   * @param work counts the model's architectures
   * @param points where tasks may leave
   * @return multiply-adds for one image and all tasks, heads included
   */
  public static TreeCosts multiplyAdds(SharedWork work, BranchPoints points) {
    return of(work.hardSharing(), points, WorkPart::multiplyAdds, layer -> true);
  }

  /**
   * @param work counts the model's architectures
   * @param points where tasks may leave
   * @return numbers that are stored, heads and running statistics included
   */
  public static TreeCosts parameters(SharedWork work, BranchPoints points) {
    ModelWork separate = work.count(Branching.SEPARATE, work.tasks());
    // A linear layer has no branches: its numbers are the same for all tasks.
    return of(work.hardSharing(), points, WorkPart::parameters,
        layer -> separate.layers().stream().anyMatch(l -> l.layer() == layer.layer() && l.operation().copies() == work.tasks().size()));
  }

  /**
   * Finds what each segment costs from what some trees cost: where all tasks part one segment earlier, it is computed once more for every task but one.
   *
   * @param tasks how many tasks there are, at least 2
   * @param points where they may leave
   * @param cost of a tree, such as its latency
   * @return the costs of all trees
   */
  public static TreeCosts measured(int tasks, BranchPoints points, ToDoubleFunction<Tree> cost) {
    Double[] segments = new Double[points.size()];
    double hard = cost.applyAsDouble(Tree.allPartAt(tasks, points.size()));
    double later = hard;
    double once = 0;
    for (int depth = points.size() - 1; depth >= 0; depth--) {
      double earlier = cost.applyAsDouble(Tree.allPartAt(tasks, depth));
      segments[depth] = Math.max(0, earlier - later) / (tasks - 1);
      once += segments[depth];
      later = earlier;
    }
    return new TreeCosts(hard - once, List.of(segments));
  }

  private static TreeCosts of(ModelWork hard, BranchPoints points, ToDoubleFunction<WorkPart> unit, Predicate<LayerWork> branches) {
    double[] segments = new double[points.size()];
    double fixed = hard.heads().values().stream().mapToDouble(unit).sum();
    for (LayerWork layer : hard.layers()) {
      double cost = layer.operation().passes() == 0 ? 0 : unit.applyAsDouble(layer.operation());
      int segment = points.segment(layer.layer());
      if (segment >= 0 && branches.test(layer)) {
        segments[segment] += cost;
      } else {
        fixed += cost;
      }
    }
    return new TreeCosts(fixed, Arrays.stream(segments).boxed().toList());
  }

  /**
   * @param tree a tree over the same branch points
   * @return its cost
   */
  public double of(Tree tree) {
    double cost = fixed;
    for (int segment = 0; segment < segments.size(); segment++) {
      cost += segments.get(segment) * tree.copies(segment);
    }
    return cost;
  }
}
