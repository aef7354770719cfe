package org.automtl4j.train.balance.method;

import java.util.Arrays;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.Gramian;
import org.automtl4j.train.balance.GramianWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.internal.Options;

/**
 * DualProj (Lopez-Paz, Ranzato: Gradient episodic memory, NIPS 2017, as TorchJD names it): the mean gradient, projected onto the cone of all that no task is opposed to: w minimises w' R w over w &gt;= 1/T.
 *
 * @param ridge what R is
 * @param epsilon of the ridge, greater than 0
 */
public record DualProj(Ridge ridge, double epsilon) implements Balancing {

  /** Checks the options. */
  public DualProj {
    Options.of("balancing DUAL_PROJ").positive("epsilon", epsilon);
  }

  @Override
  public String type() {
    return "DUAL_PROJ";
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
    double[] mean = new double[gramian.size()];
    Arrays.fill(mean, 1.0 / mean.length);
    return Ridge.project(ridge.of(gramian, epsilon), mean);
  }
}
