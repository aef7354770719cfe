package org.automtl4j.train.stage;

import org.automtl4j.graph.InvalidInputException;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Between stages two and three: architectures are drawn from the policies, each is trained shortly from fresh weights, and the one with the best mean relative
 * performance on the validation split goes on. With no iterations the likeliest of them goes on.
 *
 * @param candidates how many different architectures are compared
 * @param mode how they are made
 * @param maxParameters limit of the backbone's parameters, as a share of those of single-task models; infinite for no limit
 * @param iterations short training of each candidate
 * @param updater of the short training
 * @param weightDecay factor of weight decay of the short training
 * @param step how steps of the short training depart from the published ones
 */
public record PolicySampling(int candidates, SamplingMode mode, double maxParameters, int iterations, IUpdater updater, double weightDecay,
    StepSettings step) {

  /** Checks the ranges. */
  public PolicySampling {
    StageChecks.atLeast("sampling.candidates", 1, candidates);
    StageChecks.iterations("sampling", iterations);
    if (!(maxParameters > 0)) {
      throw new InvalidInputException("sampling.maxParameters: a share above 0, found " + maxParameters);
    }
    StageChecks.notNegative("sampling.weightDecay", weightDecay);
  }

  /** @return a builder: one candidate, sampled, without limit and without short training */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a {@link PolicySampling}. */
  public static final class Builder {
    private int candidates = 1;
    private SamplingMode mode = SamplingMode.SAMPLE;
    private double maxParameters = Double.POSITIVE_INFINITY;
    private int iterations;
    private IUpdater updater = new Adam(1e-3, 0.5, 0.999, 1e-8);
    private double weightDecay = 1e-4;
    private StepSettings step = StepSettings.PUBLISHED;

    private Builder() {}

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
     * @param n iterations of each candidate's short training
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
      return new PolicySampling(candidates, mode, maxParameters, iterations, updater, weightDecay, step);
    }
  }
}
