package org.automtl4j.train.grow;

import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.SharedWork;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.StepTimes;
import org.automtl4j.train.advice.Budget;
import org.automtl4j.train.tree.BranchPoints;
import org.automtl4j.train.tree.Tree;

/** Refuses budgets that not even hard sharing keeps, before anything is trained. */
public final class BudgetCheck {
  private BudgetCheck() {}

  /**
   * Looks at those that count, which needs no measuring.
   *
   * @param model a super-model
   * @param budgets what its trees may cost
   * @param height of an image, in pixels
   * @param width of an image, in pixels
   * @throws InvalidInputException with the least share that is possible
   */
  public static void counted(SuperModel model, List<Budget> budgets, int height, int width) {
    SharedWork work = SharedWork.of(model, height, width);
    ModelSize hard = work.hardSharing().size();
    ModelSize single = work.singleTasks();
    budgets.stream().filter(b -> b.measure() != Budget.Measure.LATENCY)
        .forEach(b -> b.check(b.measure().of(hard, 0), "hard sharing", b.measure().of(single, 0)));
  }

  /**
   * Looks at those in time.
   *
   * @param model a super-model
   * @param budgets what its trees may cost
   * @param times of steps of inference on this machine
   * @param height of an image, in pixels
   * @param width of an image, in pixels
   * @throws InvalidInputException with the least share that is possible
   */
  public static void measured(SuperModel model, List<Budget> budgets, StepTimes times, int height, int width) {
    List<Budget> timed = budgets.stream().filter(b -> b.measure() == Budget.Measure.LATENCY).toList();
    if (!timed.isEmpty()) {
      BranchPoints points = BranchPoints.of(model.backbone()).from(model);
      TreeLatency latency = new TreeLatency(model, points, times, height, width);
      double hard = latency.of(Tree.allPartAt(model.tasks().size(), points.size()));
      double single = latency.singleTasks();
      timed.forEach(b -> b.check(hard, "hard sharing", single));
    }
  }
}
