package org.automtl4j.train.balance.method;

import java.util.OptionalDouble;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.LookAheadWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.internal.Options;
import org.automtl4j.train.balance.solver.Softmax;

/**
 * Auto-Lambda (Liu et al.: Auto-Lambda, TMLR 2022, arXiv 2202.03091) with one inner step at the phase's own rate eta, and all tasks as primary ones: logits a = 1/T at the start, w = softmax(a). After the inner step with w, the
 * gradient of the sum of outer losses with respect to a is -eta s'(a) (column sums of the products), exactly, since theta' is linear in w; published code takes central differences for it. a takes a step of Adam.
 *
 * @param rate of the logits, greater than 0
 */
public record AutoLambda(double rate) implements Balancing {

  /** Checks the options. */
  public AutoLambda {
    Options.of("balancing AUTO_LAMBDA").positive("rate", rate);
  }

  @Override
  public String type() {
    return "AUTO_LAMBDA";
  }

  @Override
  public Needs needs() {
    return Needs.LOOK_AHEAD;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new Meta(setup, this);
  }

  private static final class Meta implements LookAheadWeighting {
    private final TaskLogits logits;

    Meta(BalancerSetup setup, AutoLambda options) {
      this.logits = new TaskLogits("AUTO_LAMBDA", setup, options.rate());
    }

    @Override
    public double[] weights(StepLosses losses) {
      return logits.weights(losses);
    }

    @Override
    public OptionalDouble innerRate() {
      return OptionalDouble.empty();
    }

    @Override
    public void outer(double[][] products, double eta, StepLosses losses) {
      double[] w = logits.all(losses);
      double[] sums = new double[w.length];
      for (double[] row : products) {
        for (int j = 0; j < sums.length; j++) {
          sums[j] -= eta * row[j];
        }
      }
      double[] slope = Softmax.derivative(w, sums);
      logits.step(slope, losses);
    }

    @Override
    public BalancerState state() {
      return logits.state();
    }

    @Override
    public void restore(BalancerState state) {
      logits.restore(state);
    }
  }
}
