package org.automtl4j.train.config;

import org.automtl4j.core.config.Key;
import org.automtl4j.train.step.StepSettings;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * How a model is trained in one stage.
 *
 * @param iterations iterations
 * @param updater update rule of the weights
 * @param weightDecay factor of weight decay
 * @param schedule the learning rate over the iterations
 * @param step how steps depart from the plain ones
 */
public record TrainingConfig(
    @Key(value = "Iterations; in each, every task takes a step.", min = 0) int iterations,
    @Key("Update rule of the weights.") UpdaterConfig updater,
    @Key(value = "Factor of the weights that is added to their gradients (coupled L2); with `ADAMW`, of what each step takes away.", min = 0)
        double weightDecay,
    @Key("The learning rate over the iterations.") ScheduleConfig schedule,
    @Key(value = "How steps depart from the plain ones.", byDefault = "{}") StepConfig step) {

  /** As AutoMTL trains its final models: 30,000 iterations, Adam(1e-3, 0.5, 0.999) halved every 4,000, coupled L2 1e-4. */
  public static final TrainingConfig PUBLISHED =
      new TrainingConfig(30_000, new UpdaterConfig.Adam(1e-3, 0.5, 0.999, 1e-8), 1e-4, ScheduleConfig.Step.PUBLISHED, StepConfig.PUBLISHED);

  /** @return the defaults */
  public static TrainingConfig defaults() {
    return PUBLISHED;
  }

  /** @return the update rule with the schedule in it */
  public IUpdater scheduledUpdater() {
    return updater.toUpdater(schedule.toSchedule(updater.learningRate(), iterations));
  }

  /** @return how steps depart from the plain ones, for a stage */
  public StepSettings stepSettings() {
    return step.toSettings(updater);
  }
}
