package org.automtl4j.train.automtl.stage;

import java.util.OptionalDouble;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.StageReport;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.schedule.TemperatureSchedule;
import org.automtl4j.train.step.StepSettings;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * Stage two: policies and weights learn in turn on two halves of the training data. A policy step trains the policy logits on {@code TRAIN2} with the task loss
 * plus lambda times the policy regulariser; a weight step trains everything else on {@code TRAIN1}. Branches are mixed by the Gumbel-softmax of the logits at a
 * falling temperature (Jang, Gu, Poole, ICLR 2017; Maddison, Mnih, Teh, ICLR 2017).
 *
 * @param iterations how many; in one iteration every task takes one step
 * @param policySteps policy iterations at the start of each turn
 * @param weightSteps weight iterations after them
 * @param policyLearningRate of the policies' Adam(0.9, 0.999)
 * @param policyWeightDecay coupled weight decay of the logits
 * @param weightUpdater the update rule of the weights
 * @param weightDecay coupled weight decay of the weights
 * @param lambda weight of the regulariser that rewards sharing, more in earlier layers
 * @param regulariserScale slope s of the regulariser ln(1 + exp(s (p_other - p_shared)))
 * @param reportedScale slope of the regulariser that weight steps report; it influences no number of the training
 * @param temperature how the temperature of the relaxation falls
 * @param frozenLogits the logits of the first so many convolutions are set to (1, 0, 0) at the start and do not learn, as with the published share_num; a
 *     bottom that is shared for sure is {@link org.automtl4j.graph.automtl.SuperModel.Builder#shareBottom}
 * @param step how weight steps depart from the published ones; of policy steps, what happens to their gradients
 */
public record PolicySearch(
    int iterations,
    int policySteps,
    int weightSteps,
    double policyLearningRate,
    double policyWeightDecay,
    IUpdater weightUpdater,
    double weightDecay,
    double lambda,
    double regulariserScale,
    double reportedScale,
    TemperatureSchedule temperature,
    int frozenLogits,
    StepSettings step) implements TrainingStage<StageReport> {

  /** Checks the ranges. */
  public PolicySearch {
    StageChecks.iterations("policySearch", iterations);
    StageChecks.atLeast("policySearch.policySteps", 0, policySteps);
    StageChecks.atLeast("policySearch.weightSteps", policySteps == 0 ? 1 : 0, weightSteps);
    StageChecks.positive("policySearch.policyLearningRate", policyLearningRate);
    StageChecks.notNegative("policySearch.policyWeightDecay", policyWeightDecay);
    StageChecks.notNegative("policySearch.weightDecay", weightDecay);
    StageChecks.notNegative("policySearch.lambda", lambda);
    StageChecks.positive("policySearch.regulariserScale", regulariserScale);
    StageChecks.positive("policySearch.reportedScale", reportedScale);
    StageChecks.atLeast("policySearch.frozenLogits", 0, frozenLogits);
  }

  @Override
  public String id() {
    return "policy-train";
  }

  /** Needs a super-model of at least two tasks; with one there is nothing to choose. */
  @Override
  public StageReport run(StageContext context) {
    return new SearchPhases(this, context).train();
  }

  /**
   * @param iteration from 0
   * @return whether that iteration trains the policies, not the weights
   */
  public boolean isPolicyIteration(long iteration) {
    return iteration % (policySteps + weightSteps) < policySteps;
  }

  /** @return how many of the iterations train the policies */
  public int policyIterations() {
    int turn = policySteps + weightSteps;
    return iterations / turn * policySteps + Math.min(iterations % turn, policySteps);
  }

  /**
   * @return a builder with the paper's settings: 20,000 iterations, 100 policy to 400 weight iterations, Adam(1e-2) with L2 5e-4, SGD(1e-4) with momentum 0.9
   *     and L2 1e-4, lambda 5e-4, scale 6, temperature 5 times 0.965 after every 101 policy iterations
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a {@link PolicySearch}. */
  public static final class Builder {
    private int iterations = 20_000;
    private int policySteps = 100;
    private int weightSteps = 400;
    private double policyLearningRate = 1e-2;
    private double policyWeightDecay = 5e-4;
    private IUpdater weightUpdater = new Nesterovs(1e-4, 0.9);
    private double weightDecay = 1e-4;
    private double lambda = 5e-4;
    private double regulariserScale = 6;
    private OptionalDouble reportedScale = OptionalDouble.empty();
    private TemperatureSchedule temperature;
    private int frozenLogits;
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
     * @param n policy iterations in each turn
     * @return this
     */
    public Builder policySteps(int n) {
      policySteps = n;
      return this;
    }

    /**
     * @param n weight iterations in each turn
     * @return this
     */
    public Builder weightSteps(int n) {
      weightSteps = n;
      return this;
    }

    /**
     * @param rate learning rate of the policy logits
     * @return this
     */
    public Builder policyLearningRate(double rate) {
      policyLearningRate = rate;
      return this;
    }

    /**
     * @param decay coupled weight decay of the logits
     * @return this
     */
    public Builder policyWeightDecay(double decay) {
      policyWeightDecay = decay;
      return this;
    }

    /**
     * @param rule the update rule of the weights
     * @return this
     */
    public Builder weightUpdater(IUpdater rule) {
      weightUpdater = rule;
      return this;
    }

    /**
     * @param decay coupled weight decay of the weights
     * @return this
     */
    public Builder weightDecay(double decay) {
      weightDecay = decay;
      return this;
    }

    /**
     * @param weight of the regulariser
     * @return this
     */
    public Builder lambda(double weight) {
      lambda = weight;
      return this;
    }

    /**
     * @param scale slope of the regulariser
     * @return this
     */
    public Builder regulariserScale(double scale) {
      regulariserScale = scale;
      return this;
    }

    /**
     * The published policy_scale. Policies do not learn in weight steps, so it influences nothing but what is reported.
     *
     * @param scale slope of the regulariser that weight steps report; that of policy steps unless set
     * @return this
     */
    public Builder reportedScale(double scale) {
      reportedScale = OptionalDouble.of(scale);
      return this;
    }

    /**
     * @param schedule how the temperature falls
     * @return this
     */
    public Builder temperature(TemperatureSchedule schedule) {
      temperature = schedule;
      return this;
    }

    /**
     * @param convolutions how many convolutions, from the first, have logits (1, 0, 0) that do not learn; 0 unless set
     * @return this
     */
    public Builder frozenLogits(int convolutions) {
      frozenLogits = convolutions;
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
    public PolicySearch build() {
      StageChecks.atLeast("policySearch.policySteps", 0, policySteps);
      TemperatureSchedule falling = temperature == null ? TemperatureSchedule.published(policySteps) : temperature;
      return new PolicySearch(
          iterations, policySteps, weightSteps, policyLearningRate, policyWeightDecay, weightUpdater, weightDecay, lambda, regulariserScale,
              reportedScale.orElse(regulariserScale), falling, frozenLogits, step);
    }
  }
}
