package org.automtl4j.train.automtl.stage;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.step.StepSettings;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The baseline without a search: every task uses the shared copy of every layer. On a super-model of one task it is that task's single-task model.
 *
 * @param iterations how many; in one iteration every task takes one step
 * @param updater Adam, Sgd or Nesterovs; its learning rate may follow a schedule over iterations
 * @param weightDecay factor of weight decay, coupled unless {@code step} says otherwise
 * @param step how steps depart from the published ones
 */
public record HardSharing(int iterations, IUpdater updater, double weightDecay, StepSettings step) implements TrainingStage<MultiTaskModel> {

  /** Checks the ranges. */
  public HardSharing {
    StageChecks.iterations("hardSharing", iterations);
    StageChecks.notNegative("hardSharing.weightDecay", weightDecay);
  }

  @Override
  public String id() {
    return "hard-sharing";
  }

  @Override
  public MultiTaskModel run(StageContext context) {
    return new PlainTraining(new BranchView.Common(), iterations, updater, weightDecay, step).run(context);
  }

  /**
   * With published steps.
   *
   * @param iterations how many; in one iteration every task takes one step
   * @param updater Adam, Sgd or Nesterovs
   * @param weightDecay coupled weight decay, added to every gradient
   */
  public HardSharing(int iterations, IUpdater updater, double weightDecay) {
    this(iterations, updater, weightDecay, StepSettings.PUBLISHED);
  }

  /**
   * @param training whose iterations, update rule and decay are taken over, so that a comparison is fair
   * @return the baseline to it
   * @throws InvalidInputException if a value is out of its range
   */
  public static HardSharing like(PostTraining training) {
    return new HardSharing(training.iterations(), training.updater(), training.weightDecay(), training.step());
  }
}
