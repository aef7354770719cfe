package org.automtl4j.train.grow;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.model.StepTimes;
import org.automtl4j.train.advice.Budget;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.tree.BranchPoints;

/**
 * Forks trees from hard sharing on its way, goes on with those that pay, and takes the cheapest of them within one standard error of the best, or hard sharing where the best is
 * not clearly ahead of it. What is ranked is what is taken: a fork at the end of the schedule is the trained model.
 *
 * @param trunk hard sharing where trees fork from it; the stage gives its memory back
 * @param budgets what a model may cost, at least one; the first one's answer is the model that is taken, all of them are answered by the same forks
 * @param trees how many are tried at most, over all budgets
 * @param halving how many go on
 * @param branchPoints names of the layers at which tasks may leave; empty: every convolution up to 16, else the first of each block
 * @param control how many random trees of about the taken one's cost are trained beside it, to compare with
 * @param times of steps of inference on this machine
 */
public record Grow(TrunkState trunk, List<Budget> budgets, int trees, Halving halving, List<String> branchPoints, int control, StepTimes times) implements TrainingStage<Grown> {
  /** How many trees are tried unless set. */
  public static final int DEFAULT_TREES = 32;

  /** Checks the ranges. */
  public Grow {
    Objects.requireNonNull(trunk, "trunk");
    budgets = List.copyOf(budgets);
    branchPoints = List.copyOf(branchPoints);
    if (budgets.isEmpty()) {
      throw new InvalidInputException("budget: found none, allowed: at least one, such as multiplyAdds: 0.5");
    }
    if (trees < 1) {
      throw new InvalidInputException("trees: found " + trees + ", allowed: at least 1");
    }
    if (control < 0) {
      throw new InvalidInputException("control: found " + control + ", allowed: at least 0");
    }
  }

  /**
   * @param trunk hard sharing where trees fork from it
   * @param budgets what a model may cost
   * @return up to {@value #DEFAULT_TREES} trees, of which the better half goes on
   */
  public static Grow from(TrunkState trunk, Budget... budgets) {
    return new Grow(trunk, List.of(budgets), DEFAULT_TREES, new Halving(2), List.of(), 0, new StepTimes(Map.of(), times -> {}));
  }

  @Override
  public String id() {
    return "grow";
  }

  @Override
  public Grown run(StageContext context) {
    return new Growing(this, context).run();
  }

  /** The branch points of a backbone that are allowed. */
  Optional<BranchPoints> chosen(BranchPoints every) {
    if (branchPoints.isEmpty()) {
      return Optional.empty();
    }
    List<String> known = every.points().stream().map(BranchPoints.Point::name).toList();
    branchPoints.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
      throw new InvalidInputException("branchPoints: found " + name + ", allowed: " + String.join(", ", known));
    });
    return Optional.of(new BranchPoints(every.points().stream().filter(point -> branchPoints.contains(point.name())).toList(), every.layers()));
  }
}
