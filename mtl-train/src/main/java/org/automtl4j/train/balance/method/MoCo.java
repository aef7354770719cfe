package org.automtl4j.train.balance.method;

import java.util.Arrays;
import java.util.Map;
import org.automtl4j.plan.GradientConsumer;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.GradientCombination;
import org.automtl4j.train.balance.Gramian;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.TaskGradients;
import org.automtl4j.train.balance.internal.Options;
import org.automtl4j.train.balance.internal.RowArray;
import org.automtl4j.train.balance.internal.RowMemory;
import org.automtl4j.train.balance.solver.SimplexProjection;
import org.automtl4j.train.balance.solver.Softmax;

/**
 * MoCo (Fernando et al.: Mitigating gradient bias in multi-objective learning, ICLR 2023, arXiv 2210.12624): rows g_t L_t / n_t are tracked, y_t -= beta_k (y_t - row) with beta_k = beta / k^betaSigma in step
 * k = 1, 2, ...; lambda = P(lambda - gamma_k (Y Y' + rho I) lambda) with gamma_k = gamma / k^gammaSigma, 1/T at the start; g = Y' lambda. P is the projection onto the simplex; published code takes a softmax of the
 * same point instead, which stays near 1/T for ever. A row of 0 stays 0.
 *
 * @param beta in [0, 1]
 * @param betaSigma how fast it falls, at least 0
 * @param gamma at least 0
 * @param gammaSigma how fast it falls, at least 0
 * @param rho at least 0
 * @param simplex what brings lambda back onto the simplex
 */
public record MoCo(double beta, double betaSigma, double gamma, double gammaSigma, double rho, Simplex simplex) implements Balancing {
  private static final Needs NEEDS = new Needs(Needs.Gradients.ROWS, true, false, Needs.Own.PLAIN, 1);

  /** What brings lambda back onto the simplex. */
  public enum Simplex {
    /** The nearest point. */
    PROJECTION,
    /** A softmax, as in published code. */
    SOFTMAX
  }

  /** Checks the options. */
  public MoCo {
    Options.of("balancing MOCO").share("beta", beta).notNegative("betaSigma", betaSigma).notNegative("gamma", gamma).notNegative("gammaSigma", gammaSigma)
        .notNegative("rho", rho);
  }

  @Override
  public String type() {
    return "MOCO";
  }

  @Override
  public Needs needs() {
    return NEEDS;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new Tracking(setup, this);
  }

  private static final class Tracking implements GradientCombination {
    private final BalancerSetup setup;
    private final MoCo options;
    private final RowMemory memory = new RowMemory("y");
    private double[] lambda;
    private long steps;
    private double[] last = {};

    Tracking(BalancerSetup setup, MoCo options) {
      this.setup = setup;
      this.options = options;
      this.lambda = new double[setup.tasks().size()];
      Arrays.fill(lambda, 1.0 / lambda.length);
    }

    @Override
    public void combine(TaskGradients rows, StepLosses losses, GradientConsumer out) {
      RowArray y = memory.rows(rows);
      int[] places = setup.places(losses);
      steps++;
      Gramian tracked = track(rows, losses, y, places);
      double[] here = Arrays.stream(places).mapToDouble(t -> lambda[t]).toArray();
      double share = Arrays.stream(here).sum();
      double gamma = options.gamma() / Math.pow(steps, options.gammaSigma());
      double[] slope = tracked.times(here);
      for (int i = 0; i < here.length; i++) {
        here[i] -= gamma * (slope[i] + options.rho() * here[i]);
      }
      last = options.simplex() == Simplex.PROJECTION ? SimplexProjection.of(here, share) : Softmax.of(here);
      for (int i = 0; i < places.length; i++) {
        lambda[places[i]] = last[i];
      }
      double[] piece = new double[RowArray.BLOCK];
      rows.combine((first, pieces, count, g) -> {
        for (int t = 0; t < places.length; t++) {
          y.read(places[t], first, count, piece);
          for (int i = 0; i < count; i++) {
            g[i] += last[t] * piece[i];
          }
        }
      }, out);
    }

    private Gramian track(TaskGradients rows, StepLosses losses, RowArray y, int[] places) {
      Gramian gramian = rows.gramian();
      double beta = options.beta() / Math.pow(steps, options.betaSigma());
      int n = places.length;
      double[][] tracked = new double[n][RowArray.BLOCK];
      double[][] products = new double[n][n];
      rows.forEachPiece((first, pieces, count) -> {
        for (int t = 0; t < n; t++) {
          double scale = gramian.norm(t) > 0 ? losses.value(t) / gramian.norm(t) : 0;
          y.read(places[t], first, count, tracked[t]);
          for (int i = 0; i < count; i++) {
            tracked[t][i] -= beta * (tracked[t][i] - scale * pieces[t][i]);
          }
          y.write(places[t], first, count, tracked[t]);
          for (int j = 0; j <= t; j++) {
            for (int i = 0; i < count; i++) {
              products[t][j] += tracked[t][i] * tracked[j][i];
            }
          }
        }
      });
      return Gramian.of(products);
    }

    @Override
    public double[] lastWeights() {
      return last.clone();
    }

    @Override
    public Needs needs() {
      return NEEDS;
    }

    @Override
    public BalancerState state() {
      return new BalancerState("MOCO", Map.of("lambda", lambda, "steps", new double[] {steps}), memory.state());
    }

    @Override
    public void restore(BalancerState state) {
      state.expect("MOCO");
      lambda = state.numbers("lambda", lambda.length);
      steps = (long) state.numbers("steps", 1)[0];
      memory.restore(state);
    }

    @Override
    public void close() {
      memory.close();
    }
  }
}
