package org.automtl4j.train.automtl.config;

import java.util.Optional;
import org.automtl4j.core.config.Key;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.config.ScheduleConfig;
import org.automtl4j.train.config.StepConfig;
import org.automtl4j.train.config.UpdaterConfig;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The stage PRE: the mean of all branches is trained.
 *
 * @param iterations iterations
 * @param updater update rule of the weights
 * @param weightDecay factor of weight decay
 * @param schedule the learning rate over the iterations; empty: constant
 * @param step how steps depart from the published ones
 */
public record PreTrainingConfig(
    @Key(value = "Iterations; in each, every task takes a step.", min = 0) int iterations,
    @Key("Update rule of the weights.") UpdaterConfig updater,
    @Key(value = "Factor of the weights that is added to their gradients (coupled L2); with `ADAMW`, of what each step takes away.", min = 0) double weightDecay,
    @Key("The learning rate over the iterations; constant by default.") Optional<ScheduleConfig> schedule,
    @Key(value = "How steps depart from the published ones.", byDefault = "{}") StepConfig step) {

  /** @return the defaults: those of the stage's builder */
  public static PreTrainingConfig defaults() {
    PreTraining stage = PreTraining.builder().build();
    return new PreTrainingConfig(stage.iterations(), UpdaterConfig.of(stage.updater()), stage.weightDecay(), Optional.empty(), StepConfig.PUBLISHED);
  }

  /** @return the update rule with the schedule in it */
  public IUpdater scheduledUpdater() {
    return schedule.map(s -> updater.toUpdater(s.toSchedule(updater.learningRate(), iterations))).orElseGet(updater::toUpdater);
  }
}
