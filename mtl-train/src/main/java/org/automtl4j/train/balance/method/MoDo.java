package org.automtl4j.train.balance.method;

import java.util.Arrays;
import java.util.Map;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.SampledWeighting;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.internal.Options;
import org.automtl4j.train.balance.solver.SimplexProjection;

/**
 * MoDo (Chen et al.: Three-way trade-off in multi-objective learning, NeurIPS 2023, arXiv 2305.20057): lambda = P(lambda - gamma (J_1 J_2' lambda + rho lambda)) with the projection P onto the simplex, 1/T at the
 * start; g = J_3' lambda.
 *
 * @param gamma at least 0
 * @param rho at least 0
 */
public record MoDo(double gamma, double rho) implements Balancing {

  /** Checks the options. */
  public MoDo {
    Options.of("balancing MODO").notNegative("gamma", gamma).notNegative("rho", rho);
  }

  @Override
  public String type() {
    return "MODO";
  }

  @Override
  public Needs needs() {
    return Needs.THREE_BATCHES;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new DoubleSampled(setup, this);
  }

  private static final class DoubleSampled implements SampledWeighting {
    private final BalancerSetup setup;
    private final MoDo options;
    private double[] lambda;

    DoubleSampled(BalancerSetup setup, MoDo options) {
      this.setup = setup;
      this.options = options;
      this.lambda = new double[setup.tasks().size()];
      Arrays.fill(lambda, 1.0 / lambda.length);
    }

    @Override
    public double[] weights(double[][] products, StepLosses losses) {
      int[] places = setup.places(losses);
      double[] here = Arrays.stream(places).mapToDouble(t -> lambda[t]).toArray();
      double[] moved = here.clone();
      for (int i = 0; i < places.length; i++) {
        double slope = options.rho() * here[i];
        for (int j = 0; j < places.length; j++) {
          slope += products[i][j] * here[j];
        }
        moved[i] -= options.gamma() * slope;
      }
      double[] w = SimplexProjection.of(moved, Arrays.stream(here).sum());
      for (int i = 0; i < places.length; i++) {
        lambda[places[i]] = w[i];
      }
      return w;
    }

    @Override
    public BalancerState state() {
      return new BalancerState("MODO", Map.of("lambda", lambda), Map.of());
    }

    @Override
    public void restore(BalancerState state) {
      state.expect("MODO");
      lambda = state.numbers("lambda", lambda.length);
    }
  }
}
