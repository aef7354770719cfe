package org.automtl4j.train.schedule;

import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/**
 * Learning rates over the iterations of a stage, as Deeplearning4j's updaters take them: {@code Adam.builder().learningRateSchedule(RateSchedules.cosine(1e-3, 0,
 * 30_000))}. Each is a pure function of the iteration, so that a resumed training goes on to the bit.
 */
public final class RateSchedules {
  private RateSchedules() {}

  /**
   * @param rate the rate
   * @return that rate at every iteration
   */
  public static ISchedule constant(double rate) {
    return new FixedSchedule(rate);
  }

  /**
   * @param rate of iteration 0
   * @param gamma the factor of each step
   * @param frequency iterations that a step lasts
   * @return rate * gamma^floor(iteration / frequency)
   */
  public static ISchedule step(double rate, double gamma, int frequency) {
    return new StepSchedule(ScheduleType.ITERATION, rate, gamma, frequency);
  }

  /**
   * @param rate of iteration 0
   * @param gamma the factor of each iteration
   * @return rate * gamma^iteration
   */
  public static ISchedule exponential(double rate, double gamma) {
    return new ExponentialSchedule(ScheduleType.ITERATION, rate, gamma);
  }

  /**
   * As Chen et al. (DeepLab, TPAMI 2018) have it.
   *
   * @param rate of iteration 0
   * @param power above 0; 1 falls linearly
   * @param iterations after which it has reached 0
   * @return rate * (1 - iteration / iterations)^power, then 0
   */
  public static ISchedule poly(double rate, double power, int iterations) {
    return new FallingSchedule(FallingSchedule.Form.POLY, rate, 0, power, iterations);
  }

  /**
   * Half a wave (Loshchilov, Hutter: SGDR, ICLR 2017), without restarts.
   *
   * @param rate of iteration 0
   * @param end what it falls to
   * @param iterations after which it is there
   * @return end + (rate - end) (1 + cos(pi iteration / iterations)) / 2, then end
   */
  public static ISchedule cosine(double rate, double end, int iterations) {
    return new FallingSchedule(FallingSchedule.Form.COSINE, rate, end, 1, iterations);
  }

  /**
   * @param rate of iteration 0
   * @param end what it comes to
   * @param iterations after which it is there
   * @return rate + (end - rate) iteration / iterations, then end
   */
  public static ISchedule linear(double rate, double end, int iterations) {
    return new FallingSchedule(FallingSchedule.Form.LINEAR, rate, end, 1, iterations);
  }

  /**
   * Begins with smaller rates (Goyal et al.: Accurate, large minibatch SGD, 2017).
   *
   * @param schedule the rates without it, by iteration; those of the first iterations become smaller, later ones stay
   * @param iterations how many are smaller, at least 0
   * @return schedule * (iteration + 1) / (iterations + 1) in the first so many iterations, then schedule
   */
  public static ISchedule warmUp(ISchedule schedule, int iterations) {
    return new WarmUpSchedule(schedule, iterations);
  }
}
