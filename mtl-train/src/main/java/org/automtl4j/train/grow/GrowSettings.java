package org.automtl4j.train.grow;

import java.util.List;
import org.automtl4j.core.config.Key;
import org.automtl4j.graph.model.StepTimes;
import org.automtl4j.train.config.TrainingConfig;

/**
 * The section {@code method} of runs that grow trees.
 *
 * @param budget what a model may cost
 * @param fork where trees fork
 * @param trees how many are tried at most
 * @param branchPoints where tasks may leave
 * @param halve how many go on
 * @param control random trees to compare with
 * @param training how hard sharing and its forks are trained
 */
public record GrowSettings(
    @Key(value = "What a model may cost; by default half of the single-task models' multiply-adds.", byDefault = "{}") BudgetSettings budget,
    @Key(value = "Share of the iterations after which trees fork from hard sharing.", byDefault = "0.4", above = 0, below = 1) double fork,
    @Key(value = "How many trees are tried at most.", byDefault = "32", min = 1) int trees,
    @Key(value = "Names of the convolutions before which tasks may leave the trunk; by default each of up to 16, else the first of each block.", byDefault = "[]")
        List<String> branchPoints,
    @Key(value = "One tree in so many goes on after a quarter and after half of the way; 0: all are trained to the end.", byDefault = "2", min = 0) int halve,
    @Key(value = "How many random trees of about the taken one's cost are trained to compare with.", byDefault = "0", min = 0) int control,
    @Key(value = "How hard sharing and its forks are trained, and the single-task models beside them.", byDefault = "{}") TrainingConfig training) {

  /** Keeps a copy. */
  public GrowSettings {
    branchPoints = List.copyOf(branchPoints);
    new Halving(halve); // which checks it
  }

  /** @return the stage TRUNK */
  public Trunk trunk() {
    return new Trunk(training.iterations(), fork, training.scheduledUpdater(), training.weightDecay(), training.stepSettings());
  }

  /**
   * @param trunk what the stage TRUNK has left
   * @param times of steps of inference on this machine
   * @return the stage GROW
   */
  public Grow grow(TrunkState trunk, StepTimes times) {
    return new Grow(trunk, budget.budgets(), trees, new Halving(halve), branchPoints, control, times);
  }
}
