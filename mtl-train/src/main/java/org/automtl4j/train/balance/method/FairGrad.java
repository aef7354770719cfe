package org.automtl4j.train.balance.method;

import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.Gramian;
import org.automtl4j.train.balance.GramianWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.internal.Options;
import org.automtl4j.train.balance.solver.FairPoint;

/**
 * FairGrad (Ban, Ji: Fair resource allocation in multi-task learning, ICML 2024, arXiv 2402.15638): w &gt; 0 with G w = w^(-1/alpha), exact. alpha = 1 is Nash-MTL without its clip; 2, 5 and so on are fairer.
 * Rows of 0 are left out with weight 0.
 *
 * @param alpha greater than 0
 * @param own factors of tasks' own parameters: 1, or w
 */
public record FairGrad(double alpha, TaskOwn own) implements Balancing {

  /** Checks the options. */
  public FairGrad {
    Options.of("balancing FAIRGRAD").positive("alpha", alpha);
  }

  @Override
  public String type() {
    return "FAIRGRAD";
  }

  @Override
  public Needs needs() {
    return own.gramian();
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new Allocation(this);
  }

  /** The weights, 0 for rows of 0. */
  static double[] fair(Gramian gramian, double alpha) {
    int[] rows = gramian.rowsThatAreNotZero();
    double[] found = FairPoint.of(gramian.select(rows).toArray(), alpha);
    double[] w = new double[gramian.size()];
    for (int i = 0; i < rows.length; i++) {
      w[rows[i]] = found[i];
    }
    return w;
  }

  /** Keeps the weights of a step for those who ask for the factors of tasks' own parameters after it. */
  private static final class Allocation implements GramianWeighting {
    private final FairGrad options;
    private double[] w = {};

    Allocation(FairGrad options) {
      this.options = options;
    }

    @Override
    public double[] weights(Gramian gramian, StepLosses losses) {
      w = fair(gramian, options.alpha());
      return w.clone();
    }

    @Override
    public double[] ownWeights(StepLosses losses) {
      return options.own() == TaskOwn.PLAIN ? losses.ones() : w.clone();
    }

    @Override
    public Needs needs() {
      return options.needs();
    }
  }
}
