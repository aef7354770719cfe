package org.automtl4j.train.balance.method;

import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.LossWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.StepLosses;

/**
 * EW: the sum of losses, w_t = 1. The configuration's task weights have multiplied the losses already, so that this is the static weighting as well. (LibMTL documents 1/T and computes the sum.)
 */
public record EqualWeighting() implements Balancing {

  @Override
  public String type() {
    return "EW";
  }

  @Override
  public Needs needs() {
    return Needs.LOSSES_AS_THEY_COME;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new LossWeighting() {
      @Override
      public double[] weights(StepLosses losses) {
        return losses.ones();
      }

      @Override
      public Needs needs() {
        return Needs.LOSSES_AS_THEY_COME;
      }
    };
  }
}
