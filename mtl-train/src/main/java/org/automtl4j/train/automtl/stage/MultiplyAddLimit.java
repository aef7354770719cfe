package org.automtl4j.train.automtl.stage;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.PolicyDistribution;
import org.automtl4j.graph.automtl.PolicyNode;
import org.automtl4j.graph.automtl.SharedWork;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.train.tree.BranchPoints;
import org.automtl4j.train.tree.Projection;
import org.automtl4j.train.tree.Tree;
import org.automtl4j.train.tree.TreeCosts;

/**
 * What architectures may compute. Draws of independent layers hardly ever save computation: tasks that have parted once compute all that follows for themselves. With searched
 * BatchNorms a draw above the limit therefore becomes a tree: a task leaves the trunk where it is first drawn away from it, or later if that is too expensive.
 */
final class MultiplyAddLimit {
  private final SuperModel model;
  private final double share;
  private final SharedWork work;
  private final List<String> tasks;
  private final BranchPoints points;
  private final TreeCosts costs;

  /**
   * @param model whose architectures are drawn
   * @param share of the single-task models' multiply-adds, heads included
   * @param height rows of an image
   * @param width columns of an image
   */
  MultiplyAddLimit(SuperModel model, double share, int height, int width) {
    this.model = model;
    this.share = share;
    this.work = SharedWork.of(model, height, width);
    this.tasks = model.tasks().stream().map(Task::name).toList();
    this.points = BranchPoints.everyConvolution(model.backbone()).from(model);
    this.costs = TreeCosts.multiplyAdds(work, points);
  }

  private double single() {
    return work.singleTasks().multiplyAdds();
  }

  private boolean keeps(Architecture architecture) {
    return work.of(architecture).multiplyAdds() <= share * single();
  }

  /** Refuses a limit that neither sharing all nor leaving out all that can be left out keeps. */
  void check() {
    double least = DoubleStream.of(work.of(Architecture.uniform(model, Branch.SHARED)).multiplyAdds(), work.of(Architecture.uniform(model, Branch.SKIP)).multiplyAdds()).min()
        .orElseThrow() / single();
    if (least > share) {
      // Rounded up, so that what the message says works.
      throw new InvalidInputException(String.format(Locale.ROOT, "sampling.maxMultiplyAdds: found %s, allowed: at least %.3f of the single-task models' multiply-adds, "
          + "the cheapest that is possible%s", share, Math.ceil(1000 * least) / 1000,
          model.batchNormPolicy() == BatchNormPolicy.SEARCH ? "" : " with BatchNorms of each task's own; with batchNormPolicy: SEARCH tasks can compute in common"));
    }
  }

  /** The architecture itself, or a tree in its place; empty where neither keeps the limit. */
  Optional<Architecture> within(Architecture drawn) {
    if (keeps(drawn)) {
      return Optional.of(drawn);
    }
    boolean trees = model.batchNormPolicy() == BatchNormPolicy.SEARCH && points.size() > 0 && work.hardSharing().multiplyAdds() <= share * single();
    return trees ? Optional.of(tree(drawn)).filter(this::keeps) : Optional.empty();
  }

  /** Hard sharing, which is always among what is compared, if it keeps the limit. */
  Optional<Architecture> hardSharing() {
    return Optional.of(Architecture.uniform(model, Branch.SHARED)).filter(this::keeps);
  }

  private Architecture tree(Architecture drawn) {
    double[][] preferences = new double[tasks.size()][points.size()];
    for (int t = 0; t < tasks.size(); t++) {
      PolicyDistribution policy = PolicyDistribution.of(model, tasks.get(t));
      for (PolicyNode node : model.policyNodes()) {
        int segment = points.segment(node.layer());
        if (segment >= 0) {
          // The difference of two logits is that of the logarithms of what they become.
          preferences[t][segment] += log(policy, node, Branch.SPECIFIC) - log(policy, node, Branch.SHARED);
        }
      }
    }
    Tree tree = Projection.of(tasks.stream().map(task -> passed(drawn, task)).toList(), preferences, costs, share * single());
    return Architecture.of(model, points.branching(tree, tasks));
  }

  private static double log(PolicyDistribution policy, PolicyNode node, Branch branch) {
    return Math.log(Math.max(Double.MIN_NORMAL, policy.probability(node, branch)));
  }

  /** How many branch points a task passes before it is drawn away from the trunk. */
  private int passed(Architecture drawn, String task) {
    return model.policyNodes().stream().filter(node -> drawn.branch(task, node.layer()) != Branch.SHARED).findFirst()
        .map(node -> Math.max(0, points.segment(node.layer()))).orElse(points.size());
  }
}
