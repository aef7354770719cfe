package org.automtl4j.train.config;

import org.automtl4j.train.config.internal.Key;
import org.automtl4j.train.config.internal.Variant;
import org.automtl4j.train.config.internal.VariantKey;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** How a learning rate changes over a stage. */
@VariantKey("type")
public sealed interface ScheduleConfig {

  /**
   * @param learningRate the rate of the first iteration
   * @return the schedule as Deeplearning4j writes it
   */
  ISchedule toSchedule(double learningRate);

  /** The same rate all the time. */
  @Variant(value = "CONSTANT", description = "The same rate all the time.")
  record Constant() implements ScheduleConfig {
    @Override
    public ISchedule toSchedule(double learningRate) {
      return new FixedSchedule(learningRate);
    }
  }

  /**
   * learningRate * gamma^floor(iteration / frequency).
   *
   * @param gamma the factor
   * @param frequency iterations between two multiplications
   */
  @Variant(value = "STEP", description = "Step decay: learningRate * gamma^floor(iteration / frequency).")
  record Step(
      @Key(value = "The factor of each step.", byDefault = "0.5", min = 0) double gamma,
      @Key(value = "Iterations that a step lasts.", byDefault = "4000", min = 1) int frequency)
      implements ScheduleConfig {
    @Override
    public ISchedule toSchedule(double learningRate) {
      return new StepSchedule(ScheduleType.ITERATION, learningRate, gamma, frequency);
    }
  }
}
