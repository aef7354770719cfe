package org.automtl4j.train.automtl.config;

import org.automtl4j.core.config.Key;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PostTrainingStart;
import org.automtl4j.train.config.ScheduleConfig;
import org.automtl4j.train.config.StepConfig;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.config.UpdaterConfig;
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
    @Key(value = "Iterations; in each, every task takes a step.", min = 0) int iterations,
    @Key("Update rule of the weights.") UpdaterConfig updater,
    @Key(value = "Factor of the weights that is added to their gradients (coupled L2); with `ADAMW`, of what each step takes away.", min = 0) double weightDecay,
    @Key("The learning rate over the iterations.") ScheduleConfig schedule,
    @Key("The weights to start from.") PostTrainingStart from,
    @Key(value = "How steps depart from the published ones.", byDefault = "{}") StepConfig step) {

  /** @return the defaults: those of the stage's builder */
  public static PostTrainingConfig defaults() {
    return new PostTrainingConfig(PostTraining.DEFAULT_ITERATIONS, UpdaterConfig.of(PostTraining.defaultUpdater()), PostTraining.DEFAULT_WEIGHT_DECAY,
        ScheduleConfig.of(PostTraining.defaultUpdater().getLearningRateSchedule()), PostTraining.DEFAULT_START,
        StepConfig.PUBLISHED);
  }

  /** @return the update rule with the schedule in it */
  public IUpdater scheduledUpdater() {
    return training().scheduledUpdater();
  }

  /** @return what baselines take over */
  public TrainingConfig training() {
    return new TrainingConfig(iterations, updater, weightDecay, schedule, step);
  }
}
