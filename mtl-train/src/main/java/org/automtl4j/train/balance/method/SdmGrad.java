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
 * SDMGrad (Xiao, Ban, Ji: Direction-oriented multi-objective learning, NeurIPS 2023, arXiv 2305.18409): A = J_1 J_2' / (mean of the roots of its diagonal's positive part)^2; so many projected steps on w, which is kept
 * from iteration to iteration, 1/T at the start, against A w + lambda (row means of A), at the rate 1 / |A|_F without momentum, since larger ones make w jump between vertices; g = J_3' (w + lambda / T) / (1 + lambda).
 * Published code takes the direction from the first batch and the products from the others, which is the same thing.
 *
 * @param lambda how near to the mean gradient, at least 0
 * @param steps on w, at least 1
 */
public record SdmGrad(double lambda, int steps) implements Balancing {

  /** Checks the options. */
  public SdmGrad {
    Options.of("balancing SDMGRAD").notNegative("lambda", lambda).atLeast("steps", steps, 1);
  }

  @Override
  public String type() {
    return "SDMGRAD";
  }

  @Override
  public Needs needs() {
    return Needs.THREE_BATCHES;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new Directed(setup, this);
  }

  private static final class Directed implements SampledWeighting {
    private final BalancerSetup setup;
    private final SdmGrad options;
    private double[] w;

    Directed(BalancerSetup setup, SdmGrad options) {
      this.setup = setup;
      this.options = options;
      this.w = new double[setup.tasks().size()];
      Arrays.fill(w, 1.0 / w.length);
    }

    @Override
    public double[] weights(double[][] products, StepLosses losses) {
      int[] places = setup.places(losses);
      // The rate undoes A's scale, and with it the published division by the squared mean of norms.
      double size = Math.sqrt(Arrays.stream(products).flatMapToDouble(Arrays::stream).map(x -> x * x).sum());
      double[] here = Arrays.stream(places).mapToDouble(t -> w[t]).toArray();
      double total = Arrays.stream(here).sum();
      for (int step = 0; size > 0 && step < options.steps(); step++) {
        double[] moved = here.clone();
        for (int i = 0; i < places.length; i++) {
          for (int j = 0; j < places.length; j++) {
            moved[i] -= products[i][j] / size * (here[j] + options.lambda() / places.length);
          }
        }
        here = SimplexProjection.of(moved, total);
      }
      for (int i = 0; i < places.length; i++) {
        w[places[i]] = here[i];
      }
      return Arrays.stream(here).map(x -> (x + options.lambda() / w.length) / (1 + options.lambda())).toArray();
    }

    @Override
    public BalancerState state() {
      return new BalancerState("SDMGRAD", Map.of("w", w), Map.of());
    }

    @Override
    public void restore(BalancerState state) {
      state.expect("SDMGRAD");
      w = state.numbers("w", w.length);
    }
  }
}
