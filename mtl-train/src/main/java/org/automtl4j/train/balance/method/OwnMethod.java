package org.automtl4j.train.balance.method;

import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.Needs;

/**
 * A method of a user's own, which exists in Java only. One that remembers something is a {@link Balancing} of its own instead, so that each training gets a new one.
 *
 * @param balancer what computes
 */
public record OwnMethod(Balancer balancer) implements Balancing {

  @Override
  public String type() {
    return "OWN";
  }

  @Override
  public Needs needs() {
    return balancer.needs();
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return balancer;
  }
}
