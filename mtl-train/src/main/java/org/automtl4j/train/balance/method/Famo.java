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
import org.automtl4j.train.balance.internal.Losses;
import org.automtl4j.train.balance.internal.Options;
import org.automtl4j.train.balance.solver.Softmax;

/**
 * FAMO (Liu et al.: FAMO, fast adaptive multitask optimization, NeurIPS 2023, arXiv 2306.03792): D = L + 1e-8, z = softmax(v), w_t = (z_t / D_t) / sum(z / D), which sum to 1. After the update, on the same batch
 * with the same masks and with running statistics left alone, delta = log D - log D', g = z (delta - z . delta) + gamma v, and v takes a step of Adam(rate, 0.9, 0.999). It costs one forward pass more.
 *
 * @param rate of v, greater than 0
 * @param gamma how strongly v is drawn to 0, at least 0
 */
public record Famo(double rate, double gamma) implements Balancing {
  private static final double SMALL = 1e-8;
  private static final Needs NEEDS = new Needs(Needs.Gradients.NONE, true, true, Needs.Own.WEIGHTED, 0);

  /** Checks the options. */
  public Famo {
    Options.of("balancing FAMO").positive("rate", rate).notNegative("gamma", gamma);
  }

  @Override
  public String type() {
    return "FAMO";
  }

  @Override
  public Needs needs() {
    return NEEDS;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new Weights(setup, this);
  }

  private static final class Weights implements LossWeighting {
    private final BalancerSetup setup;
    private final double gamma;
    private final ScalarRule adam;
    private double[] v;
    private double[] before = {};

    Weights(BalancerSetup setup, Famo options) {
      this.setup = setup;
      this.gamma = options.gamma();
      this.v = new double[setup.tasks().size()];
      this.adam = ScalarRule.adam(options.rate(), 0.9, 0.999, 1e-8).create(v.length);
    }

    private double[] shares(int[] places) {
      return Softmax.of(Arrays.stream(places).mapToDouble(t -> v[t]).toArray());
    }

    @Override
    public double[] weights(StepLosses losses) {
      before = Losses.notNegative("FAMO", losses);
      double[] w = shares(setup.places(losses));
      double sum = 0;
      for (int i = 0; i < w.length; i++) {
        w[i] /= before[i] + SMALL;
        sum += w[i];
      }
      for (int i = 0; i < w.length; i++) {
        w[i] /= sum;
      }
      return w;
    }

    @Override
    public void after(StepLosses losses) {
      double[] now = Losses.notNegative("FAMO", losses);
      if (before.length != now.length) {
        throw new IllegalStateException("FAMO is told losses after the update of the batch that was weighted last, found " + now.length + " for " + before.length);
      }
      int[] places = setup.places(losses);
      double[] delta = new double[now.length];
      for (int i = 0; i < delta.length; i++) {
        delta[i] = Math.log(before[i] + SMALL) - Math.log(now[i] + SMALL);
      }
      double[] slope = Softmax.derivative(shares(places), delta);
      double[] g = new double[v.length];
      for (int i = 0; i < places.length; i++) {
        g[places[i]] = slope[i] + gamma * v[places[i]];
      }
      adam.step(v, g, places, losses.iteration());
      before = new double[0];
    }

    @Override
    public Needs needs() {
      return NEEDS;
    }

    @Override
    public BalancerState state() {
      Map<String, double[]> numbers = new TreeMap<>(adam.state());
      numbers.put("v", v);
      return new BalancerState("FAMO", numbers, Map.of());
    }

    @Override
    public void restore(BalancerState state) {
      state.expect("FAMO");
      v = state.numbers("v", v.length);
      adam.restore(state);
    }
  }
}
