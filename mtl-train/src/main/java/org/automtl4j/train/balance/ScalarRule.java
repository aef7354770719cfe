package org.automtl4j.train.balance;

import java.util.Map;
import java.util.TreeMap;
import org.automtl4j.train.balance.internal.Options;

/** How a few numbers that belong to a method, one a task, learn from their gradients: always without weight decay, which would pull them somewhere. */
public interface ScalarRule {

  /** Makes rules, each with a memory of its own. */
  @FunctionalInterface
  interface Factory {
    /**
     * @param size how many numbers
     * @return a rule for them
     */
    ScalarRule create(int size);
  }

  /**
   * One step.
   *
   * @param values changed in place
   * @param gradients of the same length
   * @param places which of them have a gradient in this step; the others stay, and so does what is remembered of them
   * @param iteration of the phase, from 0, for rates that follow a schedule
   */
  void step(double[] values, double[] gradients, int[] places, long iteration);

  /** @return what is remembered, by name */
  default Map<String, double[]> state() {
    return Map.of();
  }

  /**
   * @param state of a balancing method; the numbers that {@link #state} named are in it
   */
  default void restore(BalancerState state) {}

  /**
   * Gradient descent.
   *
   * @param rate the learning rate, at least 0
   * @return makes rules that remember nothing
   */
  static Factory sgd(double rate) {
    Options.of("the rule of balancing's own numbers").notNegative("rate", rate);
    return size -> (values, gradients, places, iteration) -> {
      for (int i : places) {
        values[i] -= rate * gradients[i];
      }
    };
  }

  /**
   * Adam (Kingma, Ba 2015), whose steps are counted for each number.
   *
   * @param rate the learning rate, at least 0
   * @param beta1 decay of the first moment, in [0, 1)
   * @param beta2 decay of the second moment, in [0, 1)
   * @param epsilon added to the root of the second moment, greater than 0
   * @return makes rules
   */
  static Factory adam(double rate, double beta1, double beta2, double epsilon) {
    Options.of("the rule of balancing's own numbers").notNegative("rate", rate).fraction("beta1", beta1).fraction("beta2", beta2).positive("epsilon", epsilon);
    return size -> new Adam(size, rate, beta1, beta2, epsilon);
  }

  /** Adam on a few numbers. */
  final class Adam implements ScalarRule {
    private final double rate;
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private double[] first;
    private double[] second;
    private double[] steps;

    private Adam(int size, double rate, double beta1, double beta2, double epsilon) {
      this.rate = rate;
      this.beta1 = beta1;
      this.beta2 = beta2;
      this.epsilon = epsilon;
      this.first = new double[size];
      this.second = new double[size];
      this.steps = new double[size];
    }

    @Override
    public void step(double[] values, double[] gradients, int[] places, long iteration) {
      for (int i : places) {
        steps[i]++;
        first[i] = beta1 * first[i] + (1 - beta1) * gradients[i];
        second[i] = beta2 * second[i] + (1 - beta2) * gradients[i] * gradients[i];
        double root = Math.sqrt(second[i]) / Math.sqrt(1 - Math.pow(beta2, steps[i]));
        values[i] -= rate / (1 - Math.pow(beta1, steps[i])) * first[i] / (root + epsilon);
      }
    }

    @Override
    public Map<String, double[]> state() {
      return new TreeMap<>(Map.of("adam.first", first, "adam.second", second, "adam.steps", steps));
    }

    @Override
    public void restore(BalancerState state) {
      first = state.numbers("adam.first", first.length);
      second = state.numbers("adam.second", second.length);
      steps = state.numbers("adam.steps", steps.length);
    }
  }
}
