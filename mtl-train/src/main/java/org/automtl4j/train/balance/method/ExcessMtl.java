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
import org.automtl4j.train.balance.internal.Options;
import org.automtl4j.train.balance.internal.RowArray;
import org.automtl4j.train.balance.internal.RowMemory;

/**
 * ExcessMTL (He et al.: Robust multi-task learning with excess risks, ICML 2024, arXiv 2402.02009): H_t += g_t^2, e_t = sum g_t^2 / sqrt(H_t + 1e-7), an estimate of what a task's loss is above its best; e0_t is the
 * first e_t that is not 0; from the second step on w_t *= exp(rate e_t / e0_t), and all are scaled to sum to T. Tasks' own parameters are weighted as the shared ones.
 *
 * @param rate at least 0
 */
public record ExcessMtl(double rate) implements Balancing {
  private static final double SMALL = 1e-7;
  private static final Needs NEEDS = new Needs(Needs.Gradients.ROWS, true, false, Needs.Own.LATE, 1);

  /** Checks the options. */
  public ExcessMtl {
    Options.of("balancing EXCESS_MTL").notNegative("rate", rate);
  }

  @Override
  public String type() {
    return "EXCESS_MTL";
  }

  @Override
  public Needs needs() {
    return NEEDS;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new Excess(setup, rate);
  }

  private static final class Excess implements GradientCombination {
    private final BalancerSetup setup;
    private final double rate;
    private final RowMemory memory = new RowMemory("squares");
    private double[] w;
    private double[] start;
    private long steps;
    private double[] last = {};

    Excess(BalancerSetup setup, double rate) {
      this.setup = setup;
      this.rate = rate;
      this.w = new double[setup.tasks().size()];
      this.start = new double[w.length];
      Arrays.fill(w, 1);
    }

    @Override
    public void combine(TaskGradients rows, StepLosses losses, GradientConsumer out) {
      int[] places = setup.places(losses);
      double[] excess = excess(rows, places);
      for (int i = 0; i < places.length; i++) {
        int t = places[i];
        start[t] = start[t] > 0 ? start[t] : excess[i];
        w[t] *= steps > 0 && start[t] > 0 ? Math.exp(rate * excess[i] / start[t]) : 1;
      }
      steps++;
      double sum = Arrays.stream(w).sum();
      for (int t = 0; t < w.length; t++) {
        w[t] *= w.length / sum;
      }
      last = Arrays.stream(places).mapToDouble(t -> w[t]).toArray();
      rows.combine(last, out);
    }

    private double[] excess(TaskGradients rows, int[] places) {
      RowArray squares = memory.rows(rows);
      double[] excess = new double[places.length];
      double[] sums = new double[RowArray.BLOCK];
      rows.forEachPiece((first, pieces, count) -> {
        for (int t = 0; t < pieces.length; t++) {
          squares.read(places[t], first, count, sums);
          double sum = 0;
          for (int i = 0; i < count; i++) {
            double square = pieces[t][i] * pieces[t][i];
            sums[i] += square;
            sum += square / Math.sqrt(sums[i] + SMALL);
          }
          excess[t] += sum;
          squares.write(places[t], first, count, sums);
        }
      });
      return excess;
    }

    @Override
    public double[] ownWeights(StepLosses losses) {
      return last.clone();
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
      return new BalancerState("EXCESS_MTL", Map.of("w", w, "start", start, "steps", new double[] {steps}), memory.state());
    }

    @Override
    public void restore(BalancerState state) {
      state.expect("EXCESS_MTL");
      w = state.numbers("w", w.length);
      start = state.numbers("start", w.length);
      steps = (long) state.numbers("steps", 1)[0];
      memory.restore(state);
    }

    @Override
    public void close() {
      memory.close();
    }
  }
}
