package org.automtl4j.train.balance.method;

import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.Gramian;
import org.automtl4j.train.balance.GramianWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.internal.Options;

/**
 * UPGrad (Quinton, Rey: Jacobian descent for multi-objective optimization, 2024, arXiv 2406.16232): each task's gradient, divided by T, is projected onto the cone of all that no task is opposed to; the
 * projections are summed. For each t, v minimises v' R v over v &gt;= e_t / T; w is the sum of the v. R is never left at 0 however small the gradients are.
 *
 * @param ridge what R is
 * @param epsilon of the ridge, greater than 0
 */
public record UpGrad(Ridge ridge, double epsilon) implements Balancing {

  /** Checks the options. */
  public UpGrad {
    Options.of("balancing UPGRAD").positive("epsilon", epsilon);
  }

  @Override
  public String type() {
    return "UPGRAD";
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
    int n = gramian.size();
    double[][] r = ridge.of(gramian, epsilon);
    double[] w = new double[n];
    for (int t = 0; t < n; t++) {
      double[] bound = new double[n];
      bound[t] = 1.0 / n;
      double[] v = Ridge.project(r, bound);
      for (int i = 0; i < n; i++) {
        w[i] += v[i];
      }
    }
    return w;
  }
}
