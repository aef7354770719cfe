package org.automtl4j.train.balance.method;

import java.util.Arrays;
import java.util.Map;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.Gramian;
import org.automtl4j.train.balance.GramianWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.internal.Options;

/**
 * Nash-MTL (Navon et al.: Multi-task learning as a bargaining game, ICML 2022, arXiv 2202.01017): a &gt; 0 with G a = 1 / a, exact at each step; w = a min(1, maxNorm / |J' a|). Since |J' a| is sqrt(T) always, the
 * combined gradient has the norm maxNorm whatever the gradients are (for T &gt; maxNorm^2), so that a learning rate means the length of a step. Rows of 0 are left out with weight 0.
 *
 * @param maxNorm of the combined gradient, greater than 0
 * @param every how many steps a is kept for, at least 1
 * @param own factors of tasks' own parameters: 1, or a
 */
public record NashMtl(double maxNorm, int every, TaskOwn own) implements Balancing {

  /** Checks the options. */
  public NashMtl {
    Options.of("balancing NASH_MTL").positive("maxNorm", maxNorm).atLeast("every", every, 1);
  }

  @Override
  public String type() {
    return "NASH_MTL";
  }

  @Override
  public Needs needs() {
    return own.gramian();
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new Bargain(setup, this);
  }

  private static final class Bargain implements GramianWeighting {
    private final BalancerSetup setup;
    private final NashMtl options;
    private double[] a;
    private long steps;

    Bargain(BalancerSetup setup, NashMtl options) {
      this.setup = setup;
      this.options = options;
      this.a = new double[setup.tasks().size()];
    }

    @Override
    public double[] weights(Gramian gramian, StepLosses losses) {
      int[] places = setup.places(losses);
      boolean anew = steps++ % options.every() == 0 || Arrays.stream(gramian.rowsThatAreNotZero()).anyMatch(i -> a[places[i]] == 0);
      if (anew) {
        double[] found = FairGrad.fair(gramian, 1);
        for (int i = 0; i < places.length; i++) {
          a[places[i]] = found[i];
        }
      }
      double[] w = Arrays.stream(places).mapToDouble(t -> a[t]).toArray();
      double norm = gramian.norm(w);
      double clip = norm > options.maxNorm() ? options.maxNorm() / norm : 1;
      return Arrays.stream(w).map(x -> clip * x).toArray();
    }

    @Override
    public double[] ownWeights(StepLosses losses) {
      return options.own() == TaskOwn.PLAIN ? losses.ones() : Arrays.stream(setup.places(losses)).mapToDouble(t -> a[t]).toArray();
    }

    @Override
    public Needs needs() {
      return options.needs();
    }

    @Override
    public BalancerState state() {
      return new BalancerState("NASH_MTL", Map.of("a", a, "steps", new double[] {steps}), Map.of());
    }

    @Override
    public void restore(BalancerState state) {
      state.expect("NASH_MTL");
      a = state.numbers("a", a.length);
      steps = (long) state.numbers("steps", 1)[0];
    }
  }
}
