package org.automtl4j.train.balance.method;

import java.util.Arrays;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.LossWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.internal.Losses;

/**
 * GLS (Chennupati et al.: MultiNet++, CVPR workshops 2019, arXiv 1904.08492): the total is the geometric mean of losses, exp(mean log L), so that w_t = total / (T L_t), which are the weights that
 * are reported. A task whose loss is 0 has nothing to learn: it is left out with weight 0.
 */
public record GeometricMean() implements Balancing {

  @Override
  public String type() {
    return "GLS";
  }

  @Override
  public Needs needs() {
    return Needs.LOSSES_OF_A_STEP;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return (LossWeighting) GeometricMean::weights;
  }

  private static double[] weights(StepLosses losses) {
    double[] values = Losses.notNegative("GLS", losses);
    double mean = Arrays.stream(values).filter(value -> value > 0).map(Math::log).average().orElse(0);
    long count = Arrays.stream(values).filter(value -> value > 0).count();
    return Arrays.stream(values).map(value -> value > 0 ? Math.exp(mean - Math.log(value)) / count : 0).toArray();
  }
}
