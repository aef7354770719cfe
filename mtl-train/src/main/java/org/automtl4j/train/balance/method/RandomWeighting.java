package org.automtl4j.train.balance.method;

import java.util.Arrays;
import java.util.Map;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.LossWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.solver.Softmax;

/**
 * RLW (Lin et al.: Reasonable effectiveness of random weighting, TMLR 2022, arXiv 2111.10603): w = softmax(z), z ~ N(0, 1)^T anew at each iteration, of all tasks of the phase.
 * The weights sum to 1, those of {@link EqualWeighting} to T: under plain gradient descent steps are T times smaller.
 */
public record RandomWeighting() implements Balancing {

  @Override
  public String type() {
    return "RLW";
  }

  @Override
  public Needs needs() {
    return Needs.LOSSES_AS_THEY_COME;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new Weights(setup);
  }

  /** Draws once an iteration, also where tasks ask one after the other. */
  private static final class Weights implements LossWeighting {
    private final BalancerSetup setup;
    private double[] drawn;
    private long iteration = -1;

    Weights(BalancerSetup setup) {
      this.setup = setup;
      this.drawn = new double[setup.tasks().size()];
    }

    @Override
    public double[] weights(StepLosses losses) {
      if (losses.iteration() != iteration) {
        iteration = losses.iteration();
        for (int t = 0; t < drawn.length; t++) {
          drawn[t] = losses.draws().gaussian();
        }
      }
      double[] all = Softmax.of(drawn);
      return Arrays.stream(setup.places(losses)).mapToDouble(t -> all[t]).toArray();
    }

    @Override
    public Needs needs() {
      return Needs.LOSSES_AS_THEY_COME;
    }

    @Override
    public BalancerState state() {
      return new BalancerState("RLW", Map.of("drawn", drawn, "iteration", new double[] {iteration}), Map.of());
    }

    @Override
    public void restore(BalancerState state) {
      state.expect("RLW");
      drawn = state.numbers("drawn", drawn.length);
      iteration = (long) state.numbers("iteration", 1)[0];
    }
  }
}
