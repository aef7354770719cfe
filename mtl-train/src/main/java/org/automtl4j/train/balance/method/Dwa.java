package org.automtl4j.train.balance.method;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.LossWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.internal.Options;
import org.automtl4j.train.balance.internal.TaskMeans;
import org.automtl4j.train.balance.solver.Softmax;

/**
 * DWA (Liu, Johns, Davison: End-to-end multi-task learning with attention, CVPR 2019, arXiv 1803.10704): w = T softmax(r / temperature), where r_t is the mean loss of the last interval over that of
 * the one before; 1 in the first two. Means are of the losses before this weighting; a mean of 0 counts as r_t = 1.
 *
 * @param temperature greater than 0; larger: more alike
 * @param interval iterations of an interval, at least 1; empty: an epoch
 */
public record Dwa(double temperature, OptionalLong interval) implements Balancing {

  /** Checks the options. */
  public Dwa {
    Options.of("balancing DWA").positive("temperature", temperature).atLeast("interval", interval.orElse(1), 1);
  }

  @Override
  public String type() {
    return "DWA";
  }

  @Override
  public Needs needs() {
    return Needs.LOSSES_AS_THEY_COME;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return new Weights(setup, temperature, interval.orElse(setup.epoch()));
  }

  private static final class Weights implements LossWeighting {
    private final BalancerSetup setup;
    private final double temperature;
    private final TaskMeans means;

    Weights(BalancerSetup setup, double temperature, long interval) {
      this.setup = setup;
      this.temperature = temperature;
      this.means = new TaskMeans(setup.tasks().size(), interval);
    }

    @Override
    public double[] weights(StepLosses losses) {
      means.at(losses.iteration());
      int[] places = setup.places(losses);
      means.add(losses, places);
      double[] ratios = means.last();
      double[] before = means.before();
      for (int t = 0; t < ratios.length; t++) {
        double ratio = means.over() < 2 || ratios[t] == 0 || before[t] == 0 ? 1 : ratios[t] / before[t];
        ratios[t] = ratio / temperature;
      }
      double[] all = Softmax.of(ratios);
      return Arrays.stream(places).mapToDouble(t -> all.length * all[t]).toArray();
    }

    @Override
    public Needs needs() {
      return Needs.LOSSES_AS_THEY_COME;
    }

    @Override
    public BalancerState state() {
      Map<String, double[]> numbers = new TreeMap<>();
      means.state(numbers);
      return new BalancerState("DWA", numbers, Map.of());
    }

    @Override
    public void restore(BalancerState state) {
      state.expect("DWA");
      means.restore(state);
    }
  }
}
