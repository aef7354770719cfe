package org.automtl4j.train.config;

import org.automtl4j.train.config.internal.Key;
import org.automtl4j.train.config.internal.Variant;
import org.automtl4j.train.config.internal.VariantKey;
import org.automtl4j.train.stage.PostTraining;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** How a learning rate changes over a stage. */
@VariantKey("type")
public sealed interface ScheduleConfig {

  /**
   * @param schedule fixed, or by steps of iterations
   * @return the same as configurations write it
   */
  static ScheduleConfig of(ISchedule schedule) {
    if (schedule instanceof StepSchedule steps && steps.getScheduleType() == ScheduleType.ITERATION) {
      return new Step(steps.getDecayRate(), Math.toIntExact(Math.round(steps.getStep())));
    }
    if (schedule instanceof FixedSchedule) {
      return new Constant();
    }
    throw new IllegalArgumentException("no configuration has the schedule " + schedule);
  }

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
      @Key(value = "The factor of each step.", min = 0) double gamma,
      @Key(value = "Iterations that a step lasts.", min = 1) int frequency)
      implements ScheduleConfig {

    /** @return the defaults: those of post-training's builder */
    public static ScheduleConfig defaults() {
      return ScheduleConfig.of(PostTraining.defaultUpdater().getLearningRateSchedule());
    }

    @Override
    public ISchedule toSchedule(double learningRate) {
      return new StepSchedule(ScheduleType.ITERATION, learningRate, gamma, frequency);
    }
  }
}
