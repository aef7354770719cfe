package org.automtl4j.train.balance.method;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.Gramian;
import org.automtl4j.train.balance.GramianWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.ScalarRule;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.internal.Losses;
import org.automtl4j.train.balance.internal.Options;
import org.automtl4j.train.balance.internal.TaskMeans;
import org.automtl4j.train.balance.solver.Softmax;

/**
 * GradNorm (Chen et al.: GradNorm, ICML 2018, arXiv 1711.02257): w = T softmax(v), v = 1 at the start. With r_t = (L_t / L0_t) over its mean, and target_t = mean(w n) r_t^alpha taken for constant, v descends on
 * sum |w_t n_t - target_t|: dw_t = n_t sign(w_t n_t - target_t), dv = w (dw - w . dw / T), by the phase's rule without weight decay. L0 is the mean over the first interval, in which w = 1. Norms are those of all
 * shared parameters; under the softmax no weight turns negative.
 *
 * @param alpha how strongly tasks that learn slowly are favoured, at least 0
 * @param interval iterations of the first interval, at least 1; empty: an epoch
 */
public record GradNorm(double alpha, OptionalLong interval) implements Balancing {

  /** Checks the options. */
  public GradNorm {
    Options.of("balancing GRADNORM").notNegative("alpha", alpha).atLeast("interval", interval.orElse(1), 1);
  }

  @Override
  public String type() {
    return "GRADNORM";
  }

  @Override
  public Needs needs() {
    return Needs.GRAMIAN;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new Weights(setup, alpha, interval.orElse(setup.epoch()));
  }

  private static final class Weights implements GramianWeighting {
    private final BalancerSetup setup;
    private final double alpha;
    private final TaskMeans means;
    private final ScalarRule rule;
    private double[] v;
    private double[] start;

    Weights(BalancerSetup setup, double alpha, long interval) {
      this.setup = setup;
      this.alpha = alpha;
      this.v = new double[setup.tasks().size()];
      this.start = new double[v.length];
      this.means = new TaskMeans(v.length, interval);
      this.rule = setup.rule().create(v.length);
      Arrays.fill(v, 1);
    }

    @Override
    public double[] weights(Gramian gramian, StepLosses losses) {
      double[] values = Losses.notNegative("GRADNORM", losses);
      int[] places = setup.places(losses);
      if (means.at(losses.iteration()) && means.over() == 1) {
        start = means.last();
      }
      if (means.over() == 0) {
        means.add(losses, places);
        return losses.ones();
      }
      double[] softmax = Softmax.of(v);
      double[] w = Arrays.stream(places).mapToDouble(t -> softmax[t] * v.length).toArray();
      learn(gramian, values, places, softmax, losses.iteration());
      return w;
    }

    private void learn(Gramian gramian, double[] values, int[] places, double[] softmax, long iteration) {
      double[] ratios = new double[places.length];
      double level = 0;
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = start[places[i]] > 0 ? values[i] / start[places[i]] : 1;
        level += softmax[places[i]] * v.length * gramian.norm(i) / ratios.length;
      }
      double mean = Arrays.stream(ratios).average().orElse(0);
      double[] slope = new double[v.length];
      for (int i = 0; i < ratios.length; i++) {
        double target = level * Math.pow(mean > 0 ? ratios[i] / mean : 1, alpha);
        slope[places[i]] = gramian.norm(i) * Math.signum(softmax[places[i]] * v.length * gramian.norm(i) - target);
      }
      double[] descent = Softmax.derivative(softmax, slope);
      for (int t = 0; t < descent.length; t++) {
        descent[t] *= v.length;
      }
      rule.step(v, descent, places, iteration);
    }

    @Override
    public BalancerState state() {
      Map<String, double[]> numbers = new TreeMap<>(rule.state());
      numbers.put("v", v);
      numbers.put("start", start);
      means.state(numbers);
      return new BalancerState("GRADNORM", numbers, Map.of());
    }

    @Override
    public void restore(BalancerState state) {
      state.expect("GRADNORM");
      v = state.numbers("v", v.length);
      start = state.numbers("start", v.length);
      means.restore(state);
      rule.restore(state);
    }
  }
}
