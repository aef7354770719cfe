package org.automtl4j.train.balance.method;

import java.util.Arrays;
import java.util.Map;
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
import org.automtl4j.train.balance.solver.SymmetricEigen;

/**
 * IMTL (Liu et al.: Towards impartial multi-task learning, ICLR 2021). IMTL-L: losses are e^{s_t} L_t - s_t, s = 0 at the start, ds_t = e^{s_t} L_t - 1, by the phase's rule. IMTL-G: of the rows g'_t = e^{s_t} g_t
 * the combination with the same cosine to each, whose weights sum to 1: v = C^+ 1 / n' with the correlations C, w' = v / sum v, so that scales of rows do not matter and equal rows share. Rows of 0 are
 * left out; w = 0 where sum v vanishes. Weights may be negative. The factors are w'_t e^{s_t}, those of tasks' own parameters e^{s_t}.
 *
 * @param losses whether IMTL-L is part of it; false: IMTL-G alone
 */
public record Imtl(boolean losses) implements Balancing {
  private static final double ROUNDING = 1e-14;

  @Override
  public String type() {
    return "IMTL";
  }

  @Override
  public Needs needs() {
    return new Needs(Needs.Gradients.GRAMIAN, true, false, losses ? Needs.Own.EARLY : Needs.Own.PLAIN, 0);
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return losses ? new Scaled(setup, needs()) : (GramianWeighting) (gramian, step) -> impartial(gramian);
  }

  /** IMTL-G. */
  static double[] impartial(Gramian gramian) {
    int[] rows = gramian.rowsThatAreNotZero();
    int n = rows.length;
    double[][] correlations = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        correlations[i][j] = i == j ? 1 : gramian.cosine(rows[i], rows[j]);
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(correlations);
    double least = eigen.largest() * n * ROUNDING;
    double[] inverse = Arrays.stream(eigen.values()).map(value -> value > least ? 1 / value : 0).toArray();
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    double[] v = eigen.times(inverse, ones);
    double sum = 0;
    double size = 0;
    double[] w = new double[gramian.size()];
    for (int i = 0; i < n; i++) {
      w[rows[i]] = v[i] / gramian.norm(rows[i]);
      sum += w[rows[i]];
      size += Math.abs(w[rows[i]]);
    }
    for (int i = 0; i < w.length; i++) {
      w[i] = Math.abs(sum) > ROUNDING * size ? w[i] / sum : 0;
    }
    return w;
  }

  private static final class Scaled implements GramianWeighting {
    private final BalancerSetup setup;
    private final Needs needs;
    private final ScalarRule rule;
    private double[] s;

    Scaled(BalancerSetup setup, Needs needs) {
      this.setup = setup;
      this.needs = needs;
      this.s = new double[setup.tasks().size()];
      this.rule = setup.rule().create(s.length);
    }

    @Override
    public double[] ownWeights(StepLosses losses) {
      return Arrays.stream(setup.places(losses)).mapToDouble(t -> Math.exp(s[t])).toArray();
    }

    @Override
    public double[] weights(Gramian gramian, StepLosses losses) {
      double[] scales = ownWeights(losses);
      double[] w = impartial(gramian.scaled(scales));
      int[] places = setup.places(losses);
      double[] slope = new double[s.length];
      for (int i = 0; i < w.length; i++) {
        w[i] *= scales[i];
        slope[places[i]] = scales[i] * losses.value(i) - 1;
      }
      rule.step(s, slope, places, losses.iteration());
      return w;
    }

    @Override
    public Needs needs() {
      return needs;
    }

    @Override
    public BalancerState state() {
      Map<String, double[]> numbers = new TreeMap<>(rule.state());
      numbers.put("s", s);
      return new BalancerState("IMTL", numbers, Map.of());
    }

    @Override
    public void restore(BalancerState state) {
      state.expect("IMTL");
      s = state.numbers("s", s.length);
      rule.restore(state);
    }
  }
}
