package org.automtl4j.train.config;

import org.automtl4j.train.config.internal.Key;
import org.automtl4j.train.stage.PostTrainingStart;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The stage POST: the architecture that was found is trained. Baselines are trained by the same settings.
 *
 * @param iterations iterations
 * @param updater update rule of the weights
 * @param weightDecay factor of weight decay
 * @param schedule the learning rate over the iterations
 * @param from the weights to start from
 * @param step how steps depart from the published ones
 */
public record PostTrainingConfig(
    @Key(value = "Iterations; in each, every task takes a step.", byDefault = "30000", min = 0) int iterations,
    @Key(value = "Update rule of the weights.", byDefault = "{type: ADAM, learningRate: 1e-3, beta1: 0.5, beta2: 0.999}") UpdaterConfig updater,
    @Key(value = "Factor of the weights that is added to their gradients (coupled L2); with `ADAMW`, of what each step takes away.", byDefault = "1e-4", min = 0) double weightDecay,
    @Key(value = "The learning rate over the iterations.", byDefault = "{type: STEP, gamma: 0.5, frequency: 4000}") ScheduleConfig schedule,
    @Key(value = "The weights to start from.", byDefault = "SCRATCH") PostTrainingStart from,
    @Key(value = "How steps depart from the published ones.", byDefault = "{}") StepConfig step) {

  /** @return the update rule with the schedule in it */
  public IUpdater scheduledUpdater() {
    return updater.toUpdater(schedule.toSchedule(updater.learningRate(), iterations));
  }
}
