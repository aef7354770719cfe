package org.automtl4j.train.balance.method;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.LossWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.ScalarRule;
import org.automtl4j.train.balance.StepLosses;

/**
 * UW (Kendall, Gal, Cipolla: Multi-task learning using uncertainty to weigh losses, CVPR 2018, arXiv 1705.07115): the total is sum of L_t / (2 exp s_t) + s_t / 2, s = -0.5 at the start, with
 * ds_t = 1/2 - L_t / (2 exp s_t); so w_t = exp(-s_t) / 2, which settles at 1 / (2 L_t). The s learn by the phase's rule without weight decay, which would pull them to weights of 1/2.
 *
 * @param kinds which form of the total
 */
public record Uncertainty(Kinds kinds) implements Balancing {
  private static final double START = -0.5;

  /** The forms of the total. */
  public enum Kinds {
    /** The same for every task, as published code has it. */
    ONE,
    /** The paper's: L_t / exp s_t + s_t / 2 for tasks whose loss is a cross entropy. */
    PAPER
  }

  @Override
  public String type() {
    return "UW";
  }

  @Override
  public Needs needs() {
    return Needs.LOSSES_AS_THEY_COME;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new Weights(setup, kinds);
  }

  private static final class Weights implements LossWeighting {
    private final BalancerSetup setup;
    private final double[] factors;
    private final ScalarRule rule;
    private double[] s;

    Weights(BalancerSetup setup, Kinds kinds) {
      this.setup = setup;
      this.factors = setup.tasks().stream().mapToDouble(task -> kinds == Kinds.PAPER && setup.classified().contains(task) ? 1 : 0.5).toArray();
      this.s = new double[setup.tasks().size()];
      this.rule = setup.rule().create(s.length);
      Arrays.fill(s, START);
    }

    @Override
    public double[] weights(StepLosses losses) {
      int[] places = setup.places(losses);
      double[] w = new double[places.length];
      double[] slope = new double[s.length];
      for (int i = 0; i < w.length; i++) {
        w[i] = factors[places[i]] * Math.exp(-s[places[i]]);
        slope[places[i]] = 0.5 - w[i] * losses.value(i);
      }
      rule.step(s, slope, places, losses.iteration());
      return w;
    }

    @Override
    public Needs needs() {
      return Needs.LOSSES_AS_THEY_COME;
    }

    @Override
    public BalancerState state() {
      Map<String, double[]> numbers = new TreeMap<>(rule.state());
      numbers.put("s", s);
      return new BalancerState("UW", numbers, Map.of());
    }

    @Override
    public void restore(BalancerState state) {
      state.expect("UW");
      s = state.numbers("s", s.length);
      rule.restore(state);
    }
  }
}
