package org.automtl4j.train.config;

import java.util.Optional;
import org.automtl4j.core.config.Key;
import org.automtl4j.core.config.Variant;
import org.automtl4j.core.config.VariantKey;
import org.automtl4j.train.schedule.RateSchedules;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** How a learning rate changes over a stage. */
@VariantKey("type")
public sealed interface ScheduleConfig {

  /** @return iterations at the beginning with smaller rates: iteration i has (i + 1) / (warmUp + 1) of its rate; empty: none */
  Optional<Integer> warmUp();

  /**
   * @param schedule fixed, or by steps of iterations
   * @return the same as configurations write it
   */
  static ScheduleConfig of(ISchedule schedule) {
    if (schedule instanceof StepSchedule steps && steps.getScheduleType() == ScheduleType.ITERATION) {
      return new Step(steps.getDecayRate(), Math.toIntExact(Math.round(steps.getStep())), Optional.empty());
    }
    if (schedule instanceof FixedSchedule) {
      return new Constant(Optional.empty());
    }
    throw new IllegalArgumentException("no configuration has the schedule " + schedule);
  }

  /**
   * @param learningRate the rate of the first iteration
   * @param iterations of the stage, which a falling schedule lasts
   * @return the rates without warm-up
   */
  ISchedule withoutWarmUp(double learningRate, int iterations);

  /**
   * @param learningRate the rate of the first iteration, but for warm-up
   * @param iterations of the stage
   * @return the schedule as Deeplearning4j writes it
   */
  default ISchedule toSchedule(double learningRate, int iterations) {
    ISchedule schedule = withoutWarmUp(learningRate, Math.max(1, iterations));
    return warmUp().isPresent() ? RateSchedules.warmUp(schedule, warmUp().get()) : schedule;
  }

  /**
   * The same rate all the time.
   *
   * @param warmUp iterations with smaller rates at the beginning
   */
  @Variant(value = "CONSTANT", description = "The same rate all the time.")
  record Constant(@WarmUp Optional<Integer> warmUp) implements ScheduleConfig {
    @Override
    public ISchedule withoutWarmUp(double learningRate, int iterations) {
      return RateSchedules.constant(learningRate);
    }
  }

  /**
   * learningRate * gamma^floor(iteration / frequency).
   *
   * @param gamma the factor
   * @param frequency iterations between two multiplications
   * @param warmUp iterations with smaller rates at the beginning
   */
  @Variant(value = "STEP", description = "Step decay: learningRate * gamma^floor(iteration / frequency).")
  record Step(
      @Key(value = "The factor of each step.", min = 0) double gamma,
      @Key(value = "Iterations that a step lasts.", min = 1) int frequency,
      @WarmUp Optional<Integer> warmUp)
      implements ScheduleConfig {

    /** Halved every 4,000 iterations, as AutoMTL trains its final models. */
    public static final Step PUBLISHED = new Step(0.5, 4_000, Optional.empty());

    /** @return the defaults */
    public static ScheduleConfig defaults() {
      return PUBLISHED;
    }

    @Override
    public ISchedule withoutWarmUp(double learningRate, int iterations) {
      return RateSchedules.step(learningRate, gamma, frequency);
    }
  }

  /**
   * learningRate * gamma^iteration.
   *
   * @param gamma the factor
   * @param warmUp iterations with smaller rates at the beginning
   */
  @Variant(value = "EXPONENTIAL", description = "Exponential decay: learningRate * gamma^iteration.")
  record Exponential(@Key(value = "The factor of each iteration.", min = 0) double gamma, @WarmUp Optional<Integer> warmUp) implements ScheduleConfig {
    @Override
    public ISchedule withoutWarmUp(double learningRate, int iterations) {
      return RateSchedules.exponential(learningRate, gamma);
    }
  }

  /**
   * learningRate * (1 - iteration / iterations)^power.
   *
   * @param power the power
   * @param warmUp iterations with smaller rates at the beginning
   */
  @Variant(value = "POLY", description = "To 0 over the stage: learningRate * (1 - iteration / iterations)^power.")
  record Poly(@Key(value = "The power.", byDefault = "0.9", above = 0) double power, @WarmUp Optional<Integer> warmUp) implements ScheduleConfig {
    @Override
    public ISchedule withoutWarmUp(double learningRate, int iterations) {
      return RateSchedules.poly(learningRate, power, iterations);
    }
  }

  /**
   * Half a wave from learningRate to end.
   *
   * @param end rate at the stage's end
   * @param warmUp iterations with smaller rates at the beginning
   */
  @Variant(value = "COSINE", description = "Half a wave over the stage: end + (learningRate - end) (1 + cos(pi iteration / iterations)) / 2.")
  record Cosine(@Key(value = "The rate at the end of the stage.", byDefault = "0", min = 0) double end, @WarmUp Optional<Integer> warmUp) implements ScheduleConfig {
    @Override
    public ISchedule withoutWarmUp(double learningRate, int iterations) {
      return RateSchedules.cosine(learningRate, end, iterations);
    }
  }

  /**
   * A straight line from learningRate to end.
   *
   * @param end rate at the stage's end
   * @param warmUp iterations with smaller rates at the beginning
   */
  @Variant(value = "LINEAR", description = "A straight line over the stage: learningRate + (end - learningRate) iteration / iterations.")
  record Linear(@Key(value = "The rate at the end of the stage.", byDefault = "0", min = 0) double end, @WarmUp Optional<Integer> warmUp) implements ScheduleConfig {
    @Override
    public ISchedule withoutWarmUp(double learningRate, int iterations) {
      return RateSchedules.linear(learningRate, end, iterations);
    }
  }
}
