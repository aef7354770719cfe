package org.automtl4j.train.balance.method;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.ScalarRule;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.solver.Softmax;

/** One logit a task, 1/T at the start, whose softmax are the weights, and which learn by Adam. */
final class TaskLogits {
  private final String type;
  private final BalancerSetup setup;
  private final ScalarRule adam;
  private double[] a;

  TaskLogits(String type, BalancerSetup setup, double rate) {
    this.type = type;
    this.setup = setup;
    this.a = new double[setup.tasks().size()];
    this.adam = ScalarRule.adam(rate, 0.9, 0.999, 1e-8).create(a.length);
    Arrays.fill(a, 1.0 / a.length);
  }

  double[] weights(StepLosses losses) {
    double[] all = Softmax.of(a);
    return Arrays.stream(setup.places(losses)).mapToDouble(t -> all[t]).toArray();
  }

  /** The weights of all tasks, none of which may be absent from an outer batch. */
  double[] all(StepLosses losses) {
    if (losses.size() != a.length) {
      throw new InvalidInputException("balancing " + type + ": a batch has valid labels of " + losses.tasks() + " only, needed are all of " + setup.tasks()
          + "; take a method without a look ahead, or batches in which every task has labels");
    }
    return Softmax.of(a);
  }

  void step(double[] slope, StepLosses losses) {
    adam.step(a, slope, setup.places(losses), losses.iteration());
  }

  BalancerState state() {
    Map<String, double[]> numbers = new TreeMap<>(adam.state());
    numbers.put("logits", a);
    return new BalancerState(type, numbers, Map.of());
  }

  void restore(BalancerState state) {
    state.expect(type);
    a = state.numbers("logits", a.length);
    adam.restore(state);
  }
}
