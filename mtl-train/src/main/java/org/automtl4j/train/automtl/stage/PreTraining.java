package org.automtl4j.train.automtl.stage;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.train.automtl.settings.StageSettings;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.StageReport;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.step.Objective;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;
import org.automtl4j.train.step.StepSettings;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage one: all branches of every node are averaged and trained on the training split, so that each has learned something before policies choose among them.
 *
 * @param iterations how many; in one iteration every task takes one step
 * @param updater Adam, Sgd or Nesterovs; its learning rate may follow a schedule over iterations
 * @param weightDecay factor of weight decay, coupled unless {@code step} says otherwise
 * @param step how steps depart from the published ones
 */
public record PreTraining(int iterations, IUpdater updater, double weightDecay, StepSettings step) implements TrainingStage<StageReport> {
  private static final Logger LOG = LoggerFactory.getLogger(PreTraining.class);

  /** Checks the ranges. */
  public PreTraining {
    StageChecks.iterations("preTraining", iterations);
    StageChecks.notNegative("preTraining.weightDecay", weightDecay);
  }

  @Override
  public String id() {
    return "pre-train";
  }

  @Override
  public StageReport run(StageContext context) {
    SuperModel model = Stages.superModel(context);
    if (model.policyNodes().isEmpty()) {
      LOG.warn("pre-training: there is nothing for tasks to choose ({} task(s)), so that no policy search can follow; post-training alone does", model.tasks().size());
    }
    Phase phase = Stages.weights(new BranchView.Mean(), context.settings(), updater, weightDecay, step).with(Objective.LOSSES);
    return context.train(Stages.task(context, model, id(), StageSettings.of(this), iterations, PhaseSchedule.single(phase)));
  }

  /** @return a builder with the paper's settings: 10,000 iterations, Adam(1e-4, 0.5, 0.999), L2 1e-4 */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a {@link PreTraining}. */
  public static final class Builder {
    private int iterations = 10_000;
    private IUpdater updater = new Adam(1e-4, 0.5, 0.999, 1e-8);
    private double weightDecay = 1e-4;
    private StepSettings step = StepSettings.PUBLISHED;

    private Builder() {}

    /**
     * @param n how many iterations
     * @return this
     */
    public Builder iterations(int n) {
      iterations = n;
      return this;
    }

    /**
     * @param rule the update rule of the weights
     * @return this
     */
    public Builder updater(IUpdater rule) {
      updater = rule;
      return this;
    }

    /**
     * @param decay coupled weight decay
     * @return this
     */
    public Builder weightDecay(double decay) {
      weightDecay = decay;
      return this;
    }

    /**
     * @param how how steps depart from the published ones
     * @return this
     */
    public Builder step(StepSettings how) {
      step = how;
      return this;
    }

    /**
     * @return the stage
     * @throws InvalidInputException if a value is out of its range
     */
    public PreTraining build() {
      return new PreTraining(iterations, updater, weightDecay, step);
    }
  }
}
