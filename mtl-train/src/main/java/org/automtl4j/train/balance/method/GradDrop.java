package org.automtl4j.train.balance.method;

import org.automtl4j.plan.GradientConsumer;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.GradientCombination;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.TaskGradients;
import org.automtl4j.train.balance.internal.Options;

/**
 * GradDrop (Chen et al.: Just pick a sign, NeurIPS 2020, arXiv 2010.06808), on the columns of J: for each shared number P = (1 + sum_t g_t / sum_t |g_t|) / 2 and U uniform in [0, 1); where P &gt; U the positive
 * gradients are kept, where P &lt; U the negative ones, the others are multiplied by the leak. 0 / 0 counts as undecided, P = 1/2. For the published form on one representation see {@link RepresentationGradDrop}.
 *
 * @param leak in [0, 1]; 1: the sum
 */
public record GradDrop(double leak) implements Balancing {
  private static final Needs NEEDS = new Needs(Needs.Gradients.ROWS, true, false, Needs.Own.PLAIN, 0);

  /** Checks the options. */
  public GradDrop {
    Options.of("balancing GRADDROP").share("leak", leak);
  }

  @Override
  public String type() {
    return "GRADDROP";
  }

  @Override
  public Needs needs() {
    return NEEDS;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new Drop(leak);
  }

  /**
   * The share of a task's gradient that is kept.
   *
   * @param sum over tasks of the sign values
   * @param size over tasks of their magnitudes
   * @param own the task's
   * @param uniform U
   * @param leak in [0, 1]
   * @return 1 where it is kept, else the leak
   */
  static double kept(double sum, double size, double own, double uniform, double leak) {
    double purity = size > 0 ? (1 + sum / size) / 2 : 0.5;
    return purity > uniform && own > 0 || purity < uniform && own < 0 ? 1 : leak;
  }

  private static final class Drop implements GradientCombination {
    private final double leak;
    private double[] kept = {};

    Drop(double leak) {
      this.leak = leak;
    }

    @Override
    public void combine(TaskGradients rows, StepLosses losses, GradientConsumer out) {
      kept = new double[losses.size()];
      rows.combine((first, pieces, count, g) -> {
        for (int i = 0; i < count; i++) {
          double sum = 0;
          double size = 0;
          for (double[] row : pieces) {
            sum += row[i];
            size += Math.abs(row[i]);
          }
          double uniform = losses.draws().uniform();
          for (int t = 0; t < pieces.length; t++) {
            double share = kept(sum, size, pieces[t][i], uniform, leak);
            g[i] += share * pieces[t][i];
            kept[t] += share / rows.length();
          }
        }
      }, out);
    }

    /** The mean share of each task's numbers that was kept. */
    @Override
    public double[] lastWeights() {
      return kept.clone();
    }

    @Override
    public Needs needs() {
      return NEEDS;
    }
  }
}
