package org.automtl4j.train.mtlnas.config;

import java.util.Optional;
import org.automtl4j.core.config.Key;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.train.config.ScheduleConfig;
import org.automtl4j.train.config.UpdaterConfig;
import org.automtl4j.train.mtlnas.FusionTraining;
import org.automtl4j.train.mtlnas.Period;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * How the weights of a fusion network are trained in a stage without a search.
 *
 * @param iterations iterations
 * @param updater update rule
 * @param weightDecay coupled L2
 * @param schedule the learning rate over the iterations
 * @param rates what the learning rate is multiplied with for some weights
 */
public record FusionTrainingConfig(
    @Key(value = "Iterations; in each, one step of all tasks together.", min = 0) int iterations,
    @Key("Update rule of the weights.") UpdaterConfig updater,
    @Key(value = "Factor of the weights, BatchNorms and biases among them, that is added to their gradients (L2).", min = 0) double weightDecay,
    @Key("The learning rate over the iterations.") ScheduleConfig schedule,
    @Key(value = "What the learning rate is multiplied with for some of the weights.", byDefault = "{}") RateFactorsConfig rates) {
  private static final int PUBLISHED_STEPS = 20_001;
  private static final double PUBLISHED_DECAY = 2.5e-4;

  /** @return the defaults: 20,001 iterations, momentum 0.9, rate 0.001 falling to 0 with power 0.9, L2 2.5e-4 */
  public static FusionTrainingConfig defaults() {
    return new FusionTrainingConfig(PUBLISHED_STEPS, new UpdaterConfig.Sgd(1e-3, 0.9), PUBLISHED_DECAY, new ScheduleConfig.Poly(0.9, Optional.empty()), RateFactorsConfig.defaults());
  }

  /** @return the update rule with the schedule in it */
  public IUpdater scheduledUpdater() {
    return updater.toUpdater(schedule.toSchedule(updater.learningRate(), iterations));
  }

  /**
   * @param id the stage's name
   * @param view what is trained
   * @param auxiliary factor of auxiliary losses
   * @param fresh whether all weights begin anew
   * @return the stage
   */
  public FusionTraining stage(String id, FusionView view, Optional<Period> auxiliary, boolean fresh) {
    return new FusionTraining(id, view, iterations, scheduledUpdater(), weightDecay, rates.toFactors(), auxiliary, fresh);
  }
}
