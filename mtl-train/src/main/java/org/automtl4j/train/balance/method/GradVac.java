package org.automtl4j.train.balance.method;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.automtl4j.plan.GradientConsumer;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.GradientCombination;
import org.automtl4j.train.balance.Gramian;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.TaskGradients;
import org.automtl4j.train.balance.internal.Options;

/**
 * GradVac (Wang et al.: Gradient vaccine, ICLR 2021, arXiv 2010.05874): where the cosine phi of a task's gradient g' with another's is below what it usually is, rho, so much of the other is added that it is rho:
 * g' += g_j n' (rho sqrt(1 - phi^2) - phi sqrt(1 - rho^2)) / (n_j sqrt(1 - rho^2)); then rho = (1 - beta) rho + beta phi, from 0. Others come in random order; a pair with a gradient of 0 is passed over. All stays in the
 * span of a group's rows, so that it is done on the group's Gramian.
 *
 * @param beta in [0, 1]; published code 0.5, the paper 0.01
 * @param groups of parameters, each treated for itself
 */
public record GradVac(double beta, Groups groups) implements Balancing {
  private static final Needs NEEDS = new Needs(Needs.Gradients.ROWS, true, false, Needs.Own.PLAIN, 0);

  /** What is treated as one vector. */
  public enum Groups {
    /** All shared parameters. */
    WHOLE,
    /** Those of a layer. */
    LAYER,
    /** Each parameter. */
    PARAMETER
  }

  /** Checks the options. */
  public GradVac {
    Options.of("balancing GRADVAC").share("beta", beta);
  }

  @Override
  public String type() {
    return "GRADVAC";
  }

  @Override
  public Needs needs() {
    return NEEDS;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new Surgery(setup, this);
  }

  private String group(String parameter, BalancerSetup setup) {
    return switch (groups) {
      case WHOLE -> "all";
      case LAYER -> setup.layers().apply(parameter);
      case PARAMETER -> parameter;
    };
  }

  private static final class Surgery implements GradientCombination {
    private static final String RHO = "rho.";
    private final BalancerSetup setup;
    private final GradVac options;
    private final Map<String, double[]> usual = new TreeMap<>();
    private double[] mean = {};

    Surgery(BalancerSetup setup, GradVac options) {
      this.setup = setup;
      this.options = options;
    }

    @Override
    public void combine(TaskGradients rows, StepLosses losses, GradientConsumer out) {
      int[] places = setup.places(losses);
      int[][] orders = new int[places.length][];
      for (int t = 0; t < places.length; t++) {
        orders[t] = losses.draws().permutation(places.length);
      }
      Map<String, List<String>> groups = new LinkedHashMap<>();
      rows.parameters().forEach(p -> groups.computeIfAbsent(options.group(p, setup), g -> new ArrayList<>()).add(p));
      Map<String, double[]> weights = new LinkedHashMap<>();
      mean = new double[places.length];
      groups.forEach((group, parameters) -> {
        double[] rho = usual.computeIfAbsent(group, g -> new double[setup.tasks().size() * setup.tasks().size()]);
        double[] w = weights(rows.gramian(parameters), places, orders, rho);
        parameters.forEach(parameter -> weights.put(parameter, w));
        for (int t = 0; t < w.length; t++) {
          mean[t] += w[t] / groups.size();
        }
      });
      rows.combine(weights, out);
    }

    private double[] weights(Gramian gramian, int[] places, int[][] orders, double[] rho) {
      int n = gramian.size();
      double[] w = new double[n];
      for (int t = 0; t < n; t++) {
        double[] c = new double[n];
        c[t] = 1;
        for (int j : orders[t]) {
          if (j != t) {
            c[j] += vaccine(gramian, c, j, rho, places[t] * setup.tasks().size() + places[j]);
          }
        }
        for (int j = 0; j < n; j++) {
          w[j] += c[j];
        }
      }
      return w;
    }

    /** What is to be added of g_j, and the cosine remembered. */
    private double vaccine(Gramian gramian, double[] c, int j, double[] rho, int pair) {
      double norm = gramian.norm(c);
      if (norm == 0 || gramian.norm(j) == 0) {
        return 0;
      }
      double phi = Math.max(-1, Math.min(1, gramian.times(c)[j] / norm / gramian.norm(j)));
      double before = rho[pair];
      rho[pair] = (1 - options.beta()) * before + options.beta() * phi;
      if (phi >= before) {
        return 0;
      }
      // A cosine of 1 cannot be reached by any share of g_j: rho is kept below it.
      double sine = Math.sqrt(Math.max(1e-12, 1 - before * before));
      return norm * (before * Math.sqrt(1 - phi * phi) - phi * sine) / (gramian.norm(j) * sine);
    }

    /** The mean over groups. */
    @Override
    public double[] lastWeights() {
      return mean.clone();
    }

    @Override
    public Needs needs() {
      return NEEDS;
    }

    @Override
    public BalancerState state() {
      Map<String, double[]> numbers = new TreeMap<>();
      usual.forEach((group, rho) -> numbers.put(RHO + group, rho));
      return new BalancerState("GRADVAC", numbers, Map.of());
    }

    @Override
    public void restore(BalancerState state) {
      state.expect("GRADVAC");
      usual.clear();
      state.numbers().forEach((name, rho) -> usual.put(name.substring(RHO.length()), state.numbers(name, setup.tasks().size() * setup.tasks().size())));
    }
  }
}
