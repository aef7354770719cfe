package org.automtl4j.train.config;

import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.core.config.Key;
import org.automtl4j.train.step.DecayScope;
import org.automtl4j.train.step.GradientHandling;
import org.automtl4j.train.step.StepSettings;

/**
 * How a stage's steps depart from the published ones.
 *
 * @param decayOn which weights decay; empty: all
 * @param headRate factor of the heads' learning rate; empty: 1
 * @param clipNorm the largest norm of a step's gradients together; empty: any
 * @param accumulate batches that a step takes the mean gradient of; empty: 1
 */
public record StepConfig(
    @Key("Which weights decay: `ALL`, or `KERNELS`, which leaves out biases and the scales and shifts of normalisation; `ALL` by default.")
        Optional<DecayScope> decayOn,
    @Key(value = "Factor of the heads' learning rate; 0 freezes them; 1 by default.", min = 0) Optional<Double> headRate,
    @Key(value = "The largest norm of all gradients of a step together: longer ones are scaled to it; any by default.", above = 0) Optional<Double> clipNorm,
    @Key(value = "Batches that a step takes the mean gradient of, one after the other in the memory of one; 1 by default.", min = 1)
        Optional<Integer> accumulate) {

  /** The published steps. */
  public static final StepConfig PUBLISHED = new StepConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * @param updater the stage's update rule, which says whether decay is decoupled
   * @return the settings for a stage
   */
  public StepSettings toSettings(UpdaterConfig updater) {
    OptionalDouble norm = clipNorm.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    return new StepSettings(updater.decoupledDecay(), decayOn.orElse(DecayScope.ALL), headRate.orElse(1.0), new GradientHandling(accumulate.orElse(1), norm));
  }
}
