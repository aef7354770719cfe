package org.automtl4j.train.balance.method;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.Gramian;
import org.automtl4j.train.balance.LookAheadWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.internal.Options;
import org.automtl4j.train.balance.solver.Softmax;

/**
 * MOML (Ye et al.: Multi-objective meta learning, NeurIPS 2021, arXiv 2102.07121) with one inner step: logits a = 1/T at the start, w = softmax(a). After the inner step with w, H = -eta (products) s'(a) holds by outer task
 * the gradient of its loss with respect to a; its rows are divided by their norm, and a takes a step of Adam along the combination of them that MGDA finds. Then theta is trained on sum w_t L_t.
 *
 * @param rate of the logits, greater than 0
 * @param innerRate eta, greater than 0
 */
public record Moml(double rate, double innerRate) implements Balancing {

  /** Checks the options. */
  public Moml {
    Options.of("balancing MOML").positive("rate", rate).positive("innerRate", innerRate);
  }

  @Override
  public String type() {
    return "MOML";
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
    private final OptionalDouble innerRate;

    Meta(BalancerSetup setup, Moml options) {
      this.logits = new TaskLogits("MOML", setup, options.rate());
      this.innerRate = OptionalDouble.of(options.innerRate());
    }

    @Override
    public double[] weights(StepLosses losses) {
      return logits.weights(losses);
    }

    @Override
    public OptionalDouble innerRate() {
      return innerRate;
    }

    @Override
    public void outer(double[][] products, double eta, StepLosses losses) {
      double[] w = logits.all(losses);
      double[][] h = new double[products.length][];
      for (int t = 0; t < h.length; t++) {
        h[t] = Softmax.derivative(w, products[t]);
        double norm = Math.sqrt(Arrays.stream(h[t]).map(x -> x * x).sum());
        for (int j = 0; j < h.length; j++) {
          h[t][j] = norm > 0 ? -h[t][j] / norm : 0; // eta is a factor of all, and the norm takes it out
        }
      }
      double[] shares = Mgda.leastNorm(Gramian.ofRows(h));
      double[] slope = new double[w.length];
      for (int t = 0; t < h.length; t++) {
        for (int j = 0; j < h.length; j++) {
          slope[j] += shares[t] * h[t][j];
        }
      }
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
