package org.automtl4j.train.balance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Does with a balancing method of any kind what a training does with it, on given gradients. */
public final class StepHarness implements AutoCloseable {
  private final TaskGradients rows;
  private final long[] sizes;
  private final DataType type;

  /** What a step gave: the shared parameters' gradient, the weights, and the factors of tasks' own parameters. */
  public record Outcome(double[] combined, double[] weights, double[] own) {}

  /** Parameters p0, p1, ... of these sizes. */
  public StepHarness(DataType type, List<String> tasks, long... sizes) {
    this.type = type;
    this.sizes = sizes;
    LinkedHashMap<String, Long> parameters = new LinkedHashMap<>();
    for (int p = 0; p < sizes.length; p++) {
      parameters.put("p" + p, sizes[p]);
    }
    this.rows = new TaskGradients(type, tasks, parameters);
  }

  /** Tasks by the names t0, t1, ... */
  public static List<String> names(int tasks) {
    return IntStream.range(0, tasks).mapToObj(t -> "t" + t).toList();
  }

  /** One step; {@code samples} are J of one batch, or of three, of the present tasks. */
  public Outcome step(Balancer balancer, StepLosses losses, double[][]... samples) {
    if (balancer instanceof LossWeighting weighting) {
      double[] w = weighting.weights(losses);
      return new Outcome(combined(losses, samples[0], w), w, w);
    }
    if (balancer instanceof GramianWeighting weighting) {
      fill(losses, samples[0]);
      double[] early = weighting.ownWeights(losses);
      double[] w = weighting.weights(rows.gramian(), losses);
      return new Outcome(combine(w), w, weighting.needs().own() == Needs.Own.LATE ? weighting.ownWeights(losses) : early);
    }
    if (balancer instanceof GradientCombination combination) {
      fill(losses, samples[0]);
      double[] early = combination.ownWeights(losses);
      List<double[]> out = new ArrayList<>();
      combination.combine(rows, losses, (name, gradient, first) -> out.add(doubles(gradient)));
      return new Outcome(join(out), combination.lastWeights(), combination.needs().own() == Needs.Own.LATE ? combination.ownWeights(losses) : early);
    }
    if (balancer instanceof SampledWeighting weighting) {
      double[] w = weighting.weights(Gramian.products(samples[0], samples[1]), losses);
      return new Outcome(combined(losses, samples[2], w), w, losses.ones());
    }
    LookAheadWeighting weighting = (LookAheadWeighting) balancer;
    weighting.outer(Gramian.products(samples[1], samples[0]), weighting.innerRate().orElse(0.1), losses);
    double[] w = weighting.weights(losses);
    return new Outcome(combined(losses, samples[2], w), w, w);
  }

  private double[] combined(StepLosses losses, double[][] j, double[] w) {
    fill(losses, j);
    return combine(w);
  }

  private double[] combine(double[] w) {
    List<double[]> out = new ArrayList<>();
    rows.combine(w, (name, gradient, first) -> out.add(doubles(gradient)));
    return join(out);
  }

  public TaskGradients fill(StepLosses losses, double[][] j) {
    rows.start();
    for (int t = 0; t < j.length; t++) {
      rows.begin(losses.tasks().get(t));
      int from = 0;
      for (int p = 0; p < sizes.length; p++) {
        int to = from + (int) sizes[p];
        rows.put("p" + p, Nd4j.createFromArray(Arrays.copyOfRange(j[t], from, to)).castTo(type), 0);
        from = to;
      }
    }
    return rows;
  }

  private static double[] doubles(INDArray array) {
    return array.toDoubleVector();
  }

  private static double[] join(List<double[]> parts) {
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  @Override
  public void close() {
    rows.close();
  }
}
