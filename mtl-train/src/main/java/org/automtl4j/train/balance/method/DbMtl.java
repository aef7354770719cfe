package org.automtl4j.train.balance.method;

import java.util.Arrays;
import java.util.Map;
import org.automtl4j.plan.GradientConsumer;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.GradientCombination;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.TaskGradients;
import org.automtl4j.train.balance.internal.Losses;
import org.automtl4j.train.balance.internal.Options;
import org.automtl4j.train.balance.internal.RowArray;
import org.automtl4j.train.balance.internal.RowMemory;

/**
 * DB-MTL (Lin et al.: Dual-balancing for multi-task learning, 2023, arXiv 2308.12029): rows of log(L_t + 1e-8), that is g_t / (L_t + 1e-8); Y = beta_k Y + (1 - beta_k) rows with beta_k = beta / k^sigma in step
 * k = 1, 2, ...; g = sum_t max|y| / |y_t| y_t, so that every task counts alike. Y begins at 0 and is not corrected, which makes the first steps smaller. A task that has converged is blown up to the largest norm. Tasks' own
 * parameters get the gradients of the logarithms. A y of 0 adds nothing.
 *
 * @param beta in [0, 1)
 * @param sigma how fast beta falls, at least 0
 */
public record DbMtl(double beta, double sigma) implements Balancing {
  private static final double SMALL = 1e-8;
  private static final Needs NEEDS = new Needs(Needs.Gradients.ROWS, true, false, Needs.Own.EARLY, 1);

  /** Checks the options. */
  public DbMtl {
    Options.of("balancing DB_MTL").fraction("beta", beta).notNegative("sigma", sigma);
  }

  @Override
  public String type() {
    return "DB_MTL";
  }

  @Override
  public Needs needs() {
    return NEEDS;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new Dual(setup, this);
  }

  private static final class Dual implements GradientCombination {
    private final BalancerSetup setup;
    private final DbMtl options;
    private final RowMemory memory = new RowMemory("y");
    private long steps;
    private double[] factors = {};

    Dual(BalancerSetup setup, DbMtl options) {
      this.setup = setup;
      this.options = options;
    }

    @Override
    public double[] ownWeights(StepLosses losses) {
      return Arrays.stream(Losses.notNegative("DB_MTL", losses)).map(loss -> 1 / (loss + SMALL)).toArray();
    }

    @Override
    public void combine(TaskGradients rows, StepLosses losses, GradientConsumer out) {
      RowArray y = memory.rows(rows);
      int[] places = setup.places(losses);
      double[] logs = ownWeights(losses);
      steps++;
      double beta = options.beta() / Math.pow(steps, options.sigma());
      double[] norms = new double[places.length];
      double[] averaged = new double[RowArray.BLOCK];
      rows.forEachPiece((first, pieces, count) -> {
        for (int t = 0; t < pieces.length; t++) {
          y.read(places[t], first, count, averaged);
          double square = 0;
          for (int i = 0; i < count; i++) {
            averaged[i] = beta * averaged[i] + (1 - beta) * logs[t] * pieces[t][i];
            square += averaged[i] * averaged[i];
          }
          norms[t] += square;
          y.write(places[t], first, count, averaged);
        }
      });
      double largest = Math.sqrt(Arrays.stream(norms).max().orElse(0));
      factors = Arrays.stream(norms).map(square -> square > 0 ? largest / Math.sqrt(square) : 0).toArray();
      rows.combine((first, pieces, count, g) -> {
        for (int t = 0; t < places.length; t++) {
          y.read(places[t], first, count, averaged);
          for (int i = 0; i < count; i++) {
            g[i] += factors[t] * averaged[i];
          }
        }
      }, out);
    }

    /** The factors of the averaged rows. */
    @Override
    public double[] lastWeights() {
      return factors.clone();
    }

    @Override
    public Needs needs() {
      return NEEDS;
    }

    @Override
    public BalancerState state() {
      return new BalancerState("DB_MTL", Map.of("steps", new double[] {steps}), memory.state());
    }

    @Override
    public void restore(BalancerState state) {
      state.expect("DB_MTL");
      steps = (long) state.numbers("steps", 1)[0];
      memory.restore(state);
    }

    @Override
    public void close() {
      memory.close();
    }
  }
}
