package org.automtl4j.train.loop.balance;

import java.util.Map;
import java.util.function.DoubleSupplier;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.ScalarRule;

/** A rule at the learning rate of the phase, which may follow a schedule: the steps of all rules here are proportional to their rate. */
record PhaseRule(ScalarRule atOne, DoubleSupplier rate) implements ScalarRule {

  @Override
  public void step(double[] values, double[] gradients, int[] places, long iteration) {
    double[] after = values.clone();
    atOne.step(after, gradients, places, iteration);
    double factor = rate.getAsDouble();
    for (int i : places) {
      values[i] += factor * (after[i] - values[i]);
    }
  }

  @Override
  public Map<String, double[]> state() {
    return atOne.state();
  }

  @Override
  public void restore(BalancerState state) {
    atOne.restore(state);
  }
}
