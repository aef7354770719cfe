package org.automtl4j.train.automtl.stage;

import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.step.StepSettings;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Between stages two and three: architectures are drawn from the policies, each is trained briefly from fresh weights, and the one with the best mean relative
 * performance on the validation split goes on. A single one is not trained; with no iterations the most probable of them goes on.
 *
 * @param candidates how many different architectures are compared
 * @param mode how they are made
 * @param maxParameters limit of the backbone's parameters, as a share of those of single-task models; infinite for no limit
 * @param maxMultiplyAdds limit of what a model computes for one image, heads included, as a share of the single-task models'; infinite for no limit. With one, hard sharing is among
 *     several candidates, and with searched BatchNorms draws above it become trees
 * @param iterations short training of each candidate
 * @param updater of the short training
 * @param weightDecay factor of weight decay of the short training
 * @param step how steps of the short training depart from the published ones
 */
public record PolicySampling(int candidates, SamplingMode mode, double maxParameters, double maxMultiplyAdds, int iterations, IUpdater updater,
    double weightDecay, StepSettings step) implements TrainingStage<Architecture> {

  /** Checks the ranges. */
  public PolicySampling {
    StageChecks.atLeast("sampling.candidates", 1, candidates);
    StageChecks.iterations("sampling", iterations);
    if (!(maxParameters > 0)) {
      throw new InvalidInputException("sampling.maxParameters: a share above 0, found " + maxParameters);
    }
    if (!(maxMultiplyAdds > 0)) {
      throw new InvalidInputException("sampling.maxMultiplyAdds: found " + maxMultiplyAdds + ", allowed: a share above 0");
    }
    StageChecks.notNegative("sampling.weightDecay", weightDecay);
  }

  @Override
  public String id() {
    return "sample";
  }

  @Override
  public Architecture run(StageContext context) {
    return new ShortTrainings(this, context).best();
  }

  /**
   * Refuses limits that no architecture keeps, before any is searched.
   *
   * @param model whose architectures are drawn
   * @param height rows of an image
   * @param width columns of an image
   * @throws InvalidInputException with the least share of multiply-adds that is possible
   */
  public void check(SuperModel model, int height, int width) {
    limit(model, height, width).ifPresent(MultiplyAddLimit::check);
  }

  Optional<MultiplyAddLimit> limit(SuperModel model, int height, int width) {
    return Double.isInfinite(maxMultiplyAdds) ? Optional.empty() : Optional.of(new MultiplyAddLimit(model, maxMultiplyAdds, height, width));
  }

  /**
   * @return a builder: one candidate, sampled, without limit; several are trained for 100 iterations each by the rule that post-training begins with unless set,
   *     Adam(1e-3, 0.5, 0.999) with L2 1e-4
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a {@link PolicySampling}. */
  public static final class Builder {
    private int candidates = 1;
    private SamplingMode mode = SamplingMode.SAMPLE;
    private double maxParameters = Double.POSITIVE_INFINITY;
    private double maxMultiplyAdds = Double.POSITIVE_INFINITY;
    private int iterations = 100;
    private IUpdater updater = atFirstRate(PostTraining.defaultUpdater());
    private double weightDecay = PostTraining.DEFAULT_WEIGHT_DECAY;
    private StepSettings step = StepSettings.PUBLISHED;

    private Builder() {}

    /** So short a training never comes to where the rate falls. */
    private static Adam atFirstRate(Adam rule) {
      return new Adam(rule.getLearningRate(0, 0), rule.getBeta1(), rule.getBeta2(), rule.getEpsilon());
    }

    /**
     * @param n how many architectures are compared
     * @return this
     */
    public Builder candidates(int n) {
      candidates = n;
      return this;
    }

    /**
     * @param how candidates are made
     * @return this
     */
    public Builder mode(SamplingMode how) {
      mode = how;
      return this;
    }

    /**
     * @param share of the single-task backbones' parameters, such as 0.75
     * @return this
     */
    public Builder maxParameters(double share) {
      maxParameters = share;
      return this;
    }

    /**
     * @param share of the single-task models' multiply-adds, heads included, such as 0.5
     * @return this
     */
    public Builder maxMultiplyAdds(double share) {
      maxMultiplyAdds = share;
      return this;
    }

    /**
     * @param n iterations of each candidate's short training; 100 unless set, 0: the most probable architecture goes on
     * @return this
     */
    public Builder iterations(int n) {
      iterations = n;
      return this;
    }

    /**
     * @param rule of the short training
     * @return this
     */
    public Builder updater(IUpdater rule) {
      updater = rule;
      return this;
    }

    /**
     * @param decay coupled weight decay of the short training
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
    public PolicySampling build() {
      return new PolicySampling(candidates, mode, maxParameters, maxMultiplyAdds, iterations, updater, weightDecay, step);
    }
  }
}
