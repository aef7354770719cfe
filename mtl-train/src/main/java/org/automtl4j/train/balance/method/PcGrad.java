package org.automtl4j.train.balance.method;

import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.Gramian;
import org.automtl4j.train.balance.GramianWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.StepLosses;

/**
 * PCGrad (Yu et al.: Gradient surgery for multi-task learning, NeurIPS 2020, arXiv 2001.06782): each task's gradient loses, one after the other in random order, the part that is opposed to
 * another's; they are summed. All stays in the span of the rows, so that it is done on G: for each t, c = e_t, and for each j != t with (G c)_j &lt; 0, c_j -= (G c)_j / G_jj; w is the sum of the c.
 * There is no epsilon in it, so that small gradients are projected as large ones are.
 */
public record PcGrad() implements Balancing {

  @Override
  public String type() {
    return "PCGRAD";
  }

  @Override
  public Needs needs() {
    return Needs.GRAMIAN;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return (GramianWeighting) PcGrad::weights;
  }

  private static double[] weights(Gramian gramian, StepLosses losses) {
    int n = gramian.size();
    double[] w = new double[n];
    for (int t = 0; t < n; t++) {
      double[] c = new double[n];
      c[t] = 1;
      for (int j : losses.draws().permutation(n)) {
        if (j != t) {
          double along = gramian.times(c)[j];
          c[j] -= along < 0 ? along / gramian.at(j, j) : 0;
        }
      }
      for (int j = 0; j < n; j++) {
        w[j] += c[j];
      }
    }
    return w;
  }
}
