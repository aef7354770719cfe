package org.automtl4j.train.balance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.train.balance.StepHarness.Outcome;
import org.automtl4j.train.balance.TinyNet.Pass;
import org.automtl4j.train.balance.method.RepresentationGradDrop;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;

/** A small network, trained under every method for twelve steps of gradient descent: all parameters and losses, step by step. */
class BalancingRunsGoldenTest {
  private static final String FILE = "balancing/e2e.json";
  private static final List<String> TASKS = List.of("a", "b");
  private static final int EPOCH = 3;

  @TestFactory
  Stream<DynamicTest> everyMethod() {
    GoldenFolder.needs(FILE, "balancing/steps.json", "balancing/e2e.npz");
    JsonNode file = GoldenFolder.json(FILE);
    JsonNode variants = GoldenFolder.json("balancing/steps.json").get("variants");
    NpzFile arrays = NpzFile.read(GoldenFolder.root().resolve("balancing/e2e.npz"));
    return file.get("methods").properties().stream().filter(method -> !GoldenVariants.LEFT_OUT.contains(method.getKey()))
        .map(method -> DynamicTest.dynamicTest(method.getKey(), () -> new Run(file, method.getKey(), variants, arrays).compare()));
  }

  /** One run. */
  private static final class Run {
    private final String variant;
    private final JsonNode options;
    private final boolean onRepresentation;
    private final String seed;
    private final double rate;
    private final NpzFile arrays;
    private final TinyNet net;
    private final Balancer balancer;

    Run(JsonNode file, String variant, JsonNode variants, NpzFile arrays) {
      this.variant = variant;
      this.arrays = arrays;
      this.seed = file.get("seed").asText();
      this.rate = file.get("learning_rate").asDouble();
      this.net = TinyNet.start(file);
      JsonNode known = variants.path(variant);
      String method = known.path("method").asText(variant);
      this.options = known.isMissingNode() ? file.at("/methods/" + variant + "/options") : known.get("options");
      this.onRepresentation = method.equals(GoldenVariants.ON_REPRESENTATION);
      Balancing balancing = onRepresentation ? Balancing.ew() : GoldenVariants.of(method, known.path("heads").asText("weighted"), options);
      this.balancer = balancing.create(BalancerSetup.of(TASKS, EPOCH, ScalarRule.sgd(file.get("state_learning_rate").asDouble())));
    }

    void compare() {
      double[] expected = arrays.array(variant + ".parameters").toDoubles();
      double[] losses = arrays.names().contains(variant + ".losses") ? arrays.array(variant + ".losses").toDoubles() : new double[0];
      int size = net.parameters.length;
      double worst = largest(0, expected, size);
      double worstLoss = 0;
      for (int step = 0; (step + 2) * size <= expected.length; step++) {
        double[] found = step(step);
        worst = Math.max(worst, largest(step + 1, expected, size));
        for (int t = 0; losses.length > 0 && t < 2; t++) {
          worstLoss = Math.max(worstLoss, Math.abs(found[t] - losses[2 * step + t]));
        }
      }
      balancer.close();
      GoldenReport.close("balancing/e2e/" + variant, "parameters after each step", worst, 1e-9);
      GoldenReport.close("balancing/e2e/" + variant, "losses of each step", worstLoss, 1e-9);
    }

    private double largest(int row, double[] expected, int size) {
      return GoldenReport.difference(net.parameters, Arrays.copyOfRange(expected, row * size, (row + 1) * size));
    }

    private StepLosses losses(int step, double[] values) {
      int[][] order = step % 2 == 1 ? new int[][] {{0, 1}, {1, 0}} : new int[][] {{1, 0}, {0, 1}};
      double[] uniform = Arrays.stream(TinyNet.fill(seed + ".e2e.columns." + step, TinyNet.SHARED, 1)).map(x -> (x + 1) / 2).toArray();
      return new StepLosses(TASKS, values, step, new GivenDraws(TinyNet.fill(seed + ".e2e.normal." + step, 2, 2), uniform, order));
    }

    /** One step; gives the losses of its last batch. */
    private double[] step(int step) {
      if (balancer instanceof LookAheadWeighting weighting) {
        return lookAhead(weighting, step);
      }
      int[] batches = balancer instanceof SampledWeighting ? new int[] {3 * step, 3 * step + 1, 3 * step + 2} : new int[] {step};
      Pass[] passes = Arrays.stream(batches).mapToObj(batch -> net.pass(net.parameters, seed, batch)).toArray(Pass[]::new);
      double[] values = IntStream.range(0, 2).mapToDouble(t -> Arrays.stream(passes).mapToDouble(p -> p.losses()[t]).average().orElseThrow()).toArray();
      StepLosses losses = losses(step, values);
      double[][][] samples = Arrays.stream(passes).map(Pass::shared).toArray(double[][][]::new);
      Outcome outcome;
      // The parameters of a layer are kernel and bias: 30, 6, 24, 4 numbers.
      try (StepHarness harness = new StepHarness(DataType.DOUBLE, TASKS, 30, 6, 24, 4)) {
        outcome = harness.step(balancer, losses, samples.length == 1 || !variant.startsWith("SDMGrad") ? samples : new double[][][] {samples[1], samples[2], samples[0]});
      }
      double[] shared = onRepresentation ? ofRepresentation(step, passes[0]) : outcome.combined();
      for (int i = 0; i < net.parameters.length; i++) {
        double own = 0;
        for (int t = 0; i >= TinyNet.SHARED && t < 2; t++) {
          for (Pass pass : passes) {
            own += outcome.own()[t] * pass.gradients()[t][i] / passes.length;
          }
        }
        net.parameters[i] -= rate * (i < TinyNet.SHARED ? shared[i] : own);
      }
      if (balancer.needs().again()) {
        ((LossWeighting) balancer).after(losses(step, net.pass(net.parameters, seed, step).losses()));
      }
      return passes[passes.length - 1].losses();
    }

    private double[] ofRepresentation(int step, Pass pass) {
      double[] uniform = Arrays.stream(TinyNet.fill(seed + ".e2e.uniform." + step, 4, 1)).map(x -> (x + 1) / 2).toArray();
      double[][] dz = RepresentationGradDrop.combine(pass.z(), pass.gz(), uniform, options.get("leak").asDouble());
      return net.ofRepresentation(net.parameters, seed, step, dz);
    }

    private double[] lookAhead(LookAheadWeighting weighting, int step) {
      Pass inner = net.pass(net.parameters, seed, 3 * step);
      double eta = weighting.innerRate().orElse(rate);
      double[] ahead = net.parameters.clone();
      descend(ahead, inner, weighting.weights(losses(step, inner.losses())), eta);
      Pass outer = net.pass(ahead, seed, 3 * step + 1);
      weighting.outer(Gramian.products(outer.gradients(), inner.gradients()), eta, losses(step, outer.losses()));
      Pass training = net.pass(net.parameters, seed, 3 * step + 2);
      descend(net.parameters, training, weighting.weights(losses(step, training.losses())), rate);
      double[] logits = arrays.array(variant + ".logits").toDoubles();
      GoldenReport.close("balancing/e2e/" + variant, "logits after step " + step,
          GoldenReport.difference(weighting.state().numbers().get("logits"), Arrays.copyOfRange(logits, 2 * step + 2, 2 * step + 4)), 1e-9);
      return training.losses();
    }

    private static void descend(double[] theta, Pass pass, double[] w, double rate) {
      for (int i = 0; i < theta.length; i++) {
        for (int t = 0; t < 2; t++) {
          theta[i] -= rate * w[t] * pass.gradients()[t][i];
        }
      }
    }
  }
}
