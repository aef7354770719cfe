package org.automtl4j.train.balance.method;

import java.util.Arrays;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.Gramian;
import org.automtl4j.train.balance.GramianWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.internal.Options;
import org.automtl4j.train.balance.solver.ConflictAverse;

/**
 * CAGrad (Liu et al.: Conflict-averse gradient descent for multi-task learning, NeurIPS 2021, arXiv 2110.14048): of all g with |R g - g0| &lt;= c |g0|, g0 the mean gradient, the one that improves the worst-off task
 * most. With b = 1/T and u the minimiser of u' G b + c |b|_G |u|_G over the simplex, w = (b + c |b|_G / |u|_G u) / R; w = b / R where |u|_G is 0. The weights reported are w, not u.
 *
 * @param c at least 0; 0: the mean gradient; from 1 on it may come to rest at any Pareto stationary point
 * @param rescale R
 */
public record CaGrad(double c, Rescale rescale) implements Balancing {

  /** What the result is divided by. */
  public enum Rescale {
    /** 1. */
    NONE,
    /** 1 + c^2. */
    SQUARE,
    /** 1 + c. */
    SUM;

    double of(double c) {
      return switch (this) {
        case NONE -> 1;
        case SQUARE -> 1 + c * c;
        case SUM -> 1 + c;
      };
    }
  }

  /** Checks the options. */
  public CaGrad {
    Options.of("balancing CAGRAD").notNegative("c", c);
  }

  @Override
  public String type() {
    return "CAGRAD";
  }

  @Override
  public Needs needs() {
    return Needs.GRAMIAN;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return (GramianWeighting) (gramian, losses) -> weights(gramian);
  }

  private double[] weights(Gramian gramian) {
    double[] b = new double[gramian.size()];
    Arrays.fill(b, 1.0 / b.length);
    double[] w = ConflictAverse.of(gramian.toArray(), b, c * gramian.norm(b));
    for (int t = 0; t < w.length; t++) {
      w[t] = (b[t] + w[t]) / rescale.of(c);
    }
    return w;
  }
}
