package org.automtl4j.train.balance.method;

import java.util.stream.IntStream;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.Gramian;
import org.automtl4j.train.balance.GramianWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.internal.Losses;
import org.automtl4j.train.balance.solver.ConvexQp;

/**
 * MGDA (Désidéri 2012; Sener, Koltun: Multi-task learning as multi-objective optimization, NeurIPS 2018, arXiv 1810.04650): w minimises w' G w over the simplex, so that g descends for every task or is 0.
 * Normalised, rows are divided by a number first, and w_t too. A row of 0 is not normalised; without normalisation it makes g = 0, by definition.
 *
 * @param normalization what rows are divided by
 */
public record Mgda(Normalization normalization) implements Balancing {

  /** What rows are divided by; 0 counts as 1. */
  public enum Normalization {
    /** Nothing. */
    NONE,
    /** Their norm n_t. */
    L2,
    /** Their loss L_t. */
    LOSS,
    /** L_t n_t. */
    LOSS_L2
  }

  @Override
  public String type() {
    return "MGDA";
  }

  @Override
  public Needs needs() {
    return Needs.GRAMIAN;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return (GramianWeighting) this::weights;
  }

  private double[] weights(Gramian gramian, StepLosses losses) {
    double[] factors = losses.ones();
    if (normalization == Normalization.LOSS || normalization == Normalization.LOSS_L2) {
      divide(factors, Losses.notNegative("MGDA", losses));
    }
    if (normalization == Normalization.L2 || normalization == Normalization.LOSS_L2) {
      divide(factors, IntStream.range(0, factors.length).mapToDouble(gramian::norm).toArray());
    }
    double[] w = leastNorm(gramian.scaled(factors));
    for (int t = 0; t < w.length; t++) {
      w[t] *= factors[t];
    }
    return w;
  }

  private static void divide(double[] factors, double[] by) {
    for (int t = 0; t < by.length; t++) {
      factors[t] /= by[t] > 0 ? by[t] : 1;
    }
  }

  /** The point of the simplex of least norm: one that is 0 itself, where there is one. */
  static double[] leastNorm(Gramian gramian) {
    for (int t = 0; t < gramian.size(); t++) {
      if (gramian.at(t, t) == 0) {
        double[] w = new double[gramian.size()];
        w[t] = 1;
        return w;
      }
    }
    return ConvexQp.onSimplex(gramian.toArray(), new double[gramian.size()]);
  }
}
