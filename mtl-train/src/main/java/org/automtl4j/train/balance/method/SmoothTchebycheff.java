package org.automtl4j.train.balance.method;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.LossWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.internal.Losses;
import org.automtl4j.train.balance.internal.Options;
import org.automtl4j.train.balance.internal.TaskMeans;
import org.automtl4j.train.balance.solver.Softmax;

/**
 * STCH (Lin et al.: Smooth Tchebycheff scalarization for multi-objective optimization, ICML 2024, arXiv 2402.19078). In the warm-up the total is sum log L_t; over the interval after it, still with
 * that total, the nadir z_t = mean L_t is taken; then the total is T mu log sum (L_t / z_t)^(1 / mu), so that w_t = T softmax(log(L / z) / mu)_t / L_t. At mu = 1, the default of published code, that is
 * T times the logarithm of a sum and far from the largest loss; take 0.1 to mean it. A task whose loss is 0 has weight 0.
 *
 * @param mu smoothness, greater than 0
 * @param warmup intervals of warm-up before that of the nadir, at least 0
 * @param interval iterations of an interval, at least 1; empty: an epoch
 */
public record SmoothTchebycheff(double mu, int warmup, OptionalLong interval) implements Balancing {

  /** Checks the options. */
  public SmoothTchebycheff {
    Options.of("balancing STCH").positive("mu", mu).atLeast("warmup", warmup, 0).atLeast("interval", interval.orElse(1), 1);
  }

  @Override
  public String type() {
    return "STCH";
  }

  @Override
  public Needs needs() {
    return Needs.LOSSES_OF_A_STEP;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    long each = interval.orElse(setup.epoch());
    long warm = (warmup + 1) * each;
    if (setup.iterations().isPresent() && setup.iterations().getAsLong() <= warm) {
      throw new InvalidInputException("balancing STCH: warm-up and nadir take " + warm + " iterations (" + warmup + " + 1 intervals of " + each + "), the training has "
          + setup.iterations().getAsLong() + ": it would never begin; take a smaller warmup or interval");
    }
    return new Weights(setup, this, each);
  }

  private static final class Weights implements LossWeighting {
    private final BalancerSetup setup;
    private final SmoothTchebycheff options;
    private final TaskMeans means;
    private double[] nadir;

    Weights(BalancerSetup setup, SmoothTchebycheff options, long interval) {
      this.setup = setup;
      this.options = options;
      this.means = new TaskMeans(setup.tasks().size(), interval);
      this.nadir = new double[setup.tasks().size()];
    }

    @Override
    public double[] weights(StepLosses losses) {
      double[] values = Losses.notNegative("STCH", losses);
      int[] places = setup.places(losses);
      if (means.at(losses.iteration()) && means.over() == options.warmup() + 1) {
        nadir = means.last();
      }
      if (means.over() <= options.warmup()) {
        means.add(losses, places);
        return Arrays.stream(values).map(value -> value > 0 ? 1 / value : 0).toArray();
      }
      return smooth(values, places);
    }

    private double[] smooth(double[] values, int[] places) {
      int[] learning = IntStream.range(0, values.length).filter(i -> values[i] > 0).toArray();
      // A task whose losses were all 0, or that was never there, has no nadir: its own loss stands in for it.
      double[] share = Softmax.of(Arrays.stream(learning)
          .mapToDouble(i -> nadir[places[i]] > 0 ? Math.log(values[i] / nadir[places[i]]) / options.mu() : 0).toArray());
      double[] w = new double[values.length];
      for (int k = 0; k < learning.length; k++) {
        w[learning[k]] = values.length * share[k] / values[learning[k]];
      }
      return w;
    }

    @Override
    public BalancerState state() {
      Map<String, double[]> numbers = new TreeMap<>(Map.of("nadir", nadir));
      means.state(numbers);
      return new BalancerState("STCH", numbers, Map.of());
    }

    @Override
    public void restore(BalancerState state) {
      state.expect("STCH");
      means.restore(state);
      nadir = state.numbers("nadir", nadir.length);
    }
  }
}
