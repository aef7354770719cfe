package org.automtl4j.train.balance;

import java.util.Arrays;
import java.util.List;

/**
 * What a step says of its losses.
 *
 * @param tasks those that are present, in the order of the configuration
 * @param values their losses, multiplied by the configuration's task weights; finite
 * @param iteration of the phase, from 0
 * @param draws the random numbers of balancing
 */
public record StepLosses(List<String> tasks, double[] values, long iteration, Draws draws) {

  /** Keeps copies; there is one loss a task. */
  public StepLosses {
    tasks = List.copyOf(tasks);
    values = values.clone();
    if (tasks.isEmpty() || tasks.size() != values.length) {
      throw new IllegalArgumentException("a step needs one loss per task, found " + values.length + " for " + tasks);
    }
  }

  /** @return a copy of the losses */
  @Override
  public double[] values() {
    return values.clone();
  }

  /**
   * @param i a present task, by its place
   * @return its loss
   */
  public double value(int i) {
    return values[i];
  }

  /** @return how many tasks are present */
  public int size() {
    return values.length;
  }

  /** @return the factor 1 for each present task */
  public double[] ones() {
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Compared by content. */
  @Override
  public boolean equals(Object other) {
    return other instanceof StepLosses step && tasks.equals(step.tasks) && Arrays.equals(values, step.values) && iteration == step.iteration
        && draws.equals(step.draws);
  }

  @Override
  public int hashCode() {
    return 31 * tasks.hashCode() + Arrays.hashCode(values);
  }
}
