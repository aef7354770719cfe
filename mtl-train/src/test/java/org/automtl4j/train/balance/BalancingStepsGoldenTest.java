package org.automtl4j.train.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.train.balance.StepHarness.Outcome;
import org.automtl4j.train.balance.method.FairGrad;
import org.automtl4j.train.balance.method.NashMtl;
import org.automtl4j.train.balance.method.RepresentationGradDrop;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;

/** Every method on forced losses, gradients and draws, step by step: weights, combined gradient, factors of tasks' own parameters, and what is remembered. */
class BalancingStepsGoldenTest {
  private static final String FILE = "balancing/steps.json";

  @TestFactory
  Stream<DynamicTest> everyScenarioUnderEveryMethod() {
    GoldenFolder.needs(FILE);
    JsonNode file = GoldenFolder.json(FILE);
    return file.get("scenarios").properties().stream().flatMap(scenario -> {
      return file.get("variants").properties().stream().filter(variant -> !GoldenVariants.LEFT_OUT.contains(variant.getKey())).map(variant ->
          DynamicTest.dynamicTest(scenario.getKey() + " " + variant.getKey(), () -> {
            GoldenSteps steps = GoldenSteps.read(scenario.getKey(), scenario.getValue().get("tasks").asInt(), file);
            double sensitivity = scenario.getValue().at("/results/" + variant.getKey() + "/sensitivity").asDouble();
            if (variant.getValue().get("method").asText().equals(GoldenVariants.ON_REPRESENTATION)) {
              steps.compareOnRepresentation(variant.getKey(), variant.getValue(), Math.max(1e-9, sensitivity / 1000));
            } else {
              steps.compare(variant.getKey(), variant.getValue(), DataType.DOUBLE, Math.max(1e-9, sensitivity / 1000));
              steps.compare(variant.getKey(), variant.getValue(), DataType.FLOAT, Math.max(2e-6, 20 * sensitivity));
            }
          }));
    });
  }

  @TestFactory
  Stream<DynamicTest> theMatrixOfTorchJdsTests() {
    GoldenFolder.needs(FILE);
    JsonNode anchor = GoldenFolder.json(FILE).get("anchor");
    double[][] j = StreamSupport.stream(anchor.get("J").spliterator(), false).map(GoldenSteps::doubles).toArray(double[][]::new);
    return anchor.get("results").properties().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
      List<String> tasks = StepHarness.names(2);
      StepLosses losses = new StepLosses(tasks, new double[] {1, 1}, 0, new GivenDraws(new double[0], new double[0], new int[][] {{0, 1}, {1, 0}}));
      Balancer balancer = GoldenSteps.anchored(entry.getKey()).create(BalancerSetup.of(tasks, 1, ScalarRule.sgd(0)));
      try (StepHarness harness = new StepHarness(DataType.DOUBLE, tasks, 3)) {
        Outcome outcome = harness.step(balancer, losses, j);
        double preference = entry.getKey().contains("1/2") ? 0.5 : 1;
        GoldenReport.close("balancing/anchor", entry.getKey(), GoldenReport.difference(Arrays.stream(outcome.combined()).map(x -> x * preference).toArray(),
            GoldenSteps.doubles(entry.getValue().get("combined"))), 1e-9);
      }
    }));
  }

  /** One scenario's inputs and what is expected. */
  record GoldenSteps(String name, int tasks, NpzFile in, NpzFile out, long[] sizes) {

    static GoldenSteps read(String name, int tasks, JsonNode file) {
      GoldenFolder.needs("balancing/steps/" + name + ".npz", "balancing/steps/" + name + ".out.npz");
      Path folder = GoldenFolder.root().resolve("balancing/steps");
      return new GoldenSteps(name, tasks, NpzFile.read(folder.resolve(name + ".npz")), NpzFile.read(folder.resolve(name + ".out.npz")),
          StreamSupport.stream(file.get("shared_sizes").spliterator(), false).mapToLong(JsonNode::asLong).toArray());
    }

    static double[] doubles(JsonNode array) {
      return StreamSupport.stream(array.spliterator(), false).mapToDouble(GoldenFolder::number).toArray();
    }

    static Balancing anchored(String what) {
      String[] words = what.split(" ");
      String options = what.contains("c=0.5") ? "{\"c\": 0.5, \"rescale\": 0}" : "{\"normalize\": \"none\", \"max_norm\": 1, \"reg_eps\": 1e-4}";
      return GoldenVariants.of(words[0], "plain", GoldenFolder.parse(options));
    }

    private int count() {
      return (int) in.array("L").shape()[0];
    }

    /** Row {@code index} of an array whose first axes are given. */
    private static double[] slice(NpzFile file, String array, int... index) {
      long[] shape = file.array(array).shape();
      double[] all = file.array(array).toDoubles();
      int size = all.length;
      int from = 0;
      for (int axis = 0; axis < index.length; axis++) {
        size /= (int) shape[axis];
        from += index[axis] * size;
      }
      return Arrays.copyOfRange(all, from, from + size);
    }

    private double[][] rows(String array, int... index) {
      return IntStream.range(0, tasks).mapToObj(t -> {
        int[] whole = Arrays.copyOf(index, index.length + 1);
        whole[index.length] = t;
        return slice(in, array, whole);
      }).toArray(double[][]::new);
    }

    private StepLosses losses(String array, int step) {
      double[][] orders = rows("order", step);
      int[][] order = Arrays.stream(orders).map(row -> Arrays.stream(row).mapToInt(x -> (int) x).toArray()).toArray(int[][]::new);
      return new StepLosses(StepHarness.names(tasks), slice(in, array, step), step, new GivenDraws(slice(in, "normal", step), slice(in, "uniform_columns", step), order));
    }

    private double[][][] samples(Balancer balancer, String method, int step) {
      if (balancer instanceof SampledWeighting) {
        double[][][] three = {rows("J3", step, 0), rows("J3", step, 1), rows("J3", step, 2)};
        // The published SDMGrad takes the direction from the first batch.
        return method.equals("SDMGrad") ? new double[][][] {three[1], three[2], three[0]} : three;
      }
      return new double[][][] {rows("J", step)};
    }

    void compare(String variant, JsonNode options, DataType type, double tolerance) {
      String method = options.get("method").asText();
      double[] epochs = in.array("epoch").toDoubles();
      long epoch = Arrays.stream(epochs).filter(e -> e == epochs[0]).count();
      List<String> names = StepHarness.names(tasks);
      Balancing balancing = GoldenVariants.of(method, options.get("heads").asText(), options.get("options"));
      BalancerSetup setup = new BalancerSetup(names, Set.of(), epoch, OptionalLong.of(count()),
          ScalarRule.sgd(options.get("options").path("state_lr").asDouble(0)), name -> name);
      List<String> arrays = out.names().stream().filter(n -> n.startsWith(variant + ".")).map(n -> n.substring(variant.length() + 1)).toList();
      assertThat(arrays).as("what is expected of %s", variant).isNotEmpty();
      double worst = 0;
      double worstOwn = 0;
      double worstState = 0;
      double unsolved = 0;
      try (StepHarness harness = new StepHarness(type, names, sizes); Balancer balancer = balancing.create(setup)) {
        for (int step = 0; step < count(); step++) {
          StepLosses losses = losses("L", step);
          double[][][] samples = samples(balancer, method, step);
          Outcome outcome = harness.step(balancer, losses, samples);
          if (balancer.needs().again()) {
            ((LossWeighting) balancer).after(losses("after", step));
          }
          double[] expected = arrays.contains("combined") ? slice(out, variant + ".combined", step)
              : combined(slice(out, variant + ".weights", step), samples[samples.length - 1]);
          worst = Math.max(worst, relative(outcome.combined(), expected));
          double[] own = arrays.contains("head") ? slice(out, variant + ".head", step)
              : options.get("heads").asText().equals("weighted") ? slice(out, variant + ".weights", step) : losses.ones();
          worstOwn = Math.max(worstOwn, relative(outcome.own(), own));
          unsolved = Math.max(unsolved, residual(balancing, variant, arrays, step));
          worstState = Math.max(worstState, state(balancer, outcome, variant, method, arrays, step));
        }
      }
      String golden = "balancing/" + name + "/" + variant;
      double allowed = Math.max(tolerance, unsolved);
      GoldenReport.close(golden, "combined gradient, " + type + ", relative", worst, allowed);
      GoldenReport.close(golden, "factors of tasks' own parameters, " + type + ", relative", worstOwn, allowed);
      GoldenReport.close(golden, "what is remembered, " + type + ", relative", worstState, Math.max(allowed, 1e-8));
    }

    /** By how much expected weights miss the equation that defines them, G w = w^(-1/alpha): the published tolerance cannot be held against what misses it itself. */
    private double residual(Balancing balancing, String variant, List<String> arrays, int step) {
      double alpha = balancing instanceof FairGrad fair ? fair.alpha() : 1;
      if (!(balancing instanceof FairGrad || balancing instanceof NashMtl)) {
        return 0;
      }
      double[] w = slice(out, variant + (arrays.contains("alpha") ? ".alpha" : ".weights"), step);
      double[] gw = Gramian.ofRows(rows("J", step)).times(w);
      return IntStream.range(0, tasks).filter(t -> w[t] > 0).mapToDouble(t -> Math.abs(gw[t] * Math.pow(w[t], 1 / alpha) - 1)).max().orElse(0);
    }

    private double state(Balancer balancer, Outcome outcome, String variant, String method, List<String> arrays, int step) {
      double worst = 0;
      Map<String, double[]> ours = balancer.state().numbers();
      for (String array : arrays) {
        if (List.of("weights", "combined", "head", "published").contains(array)) {
          continue;
        }
        double[] expected = slice(out, variant + "." + array, step);
        if (array.equals("rho")) {
          worst = Math.max(worst, rho(ours, expected));
        } else if (array.equals("alpha") && method.equals("DB_MTL")) {
          worst = Math.max(worst, relative(outcome.weights(), expected));
        } else if (array.equals("alpha") && method.equals("IMTL")) {
          double sum = IntStream.range(0, tasks).mapToDouble(t -> outcome.weights()[t] / outcome.own()[t]).sum();
          double[] shares = IntStream.range(0, tasks).mapToDouble(t -> outcome.weights()[t] / outcome.own()[t]).toArray();
          assertThat(sum).isCloseTo(1, within(1e-9));
          worst = Math.max(worst, relative(shares, expected));
        } else {
          String key = GoldenVariants.state(method, array);
          assertThat(ours).as("%s remembers %s", variant, array).containsKey(key);
          worst = Math.max(worst, relative(ours.get(key), expected));
        }
      }
      return worst;
    }

    /** Ours is by group; published [T, T, groups]. */
    private double rho(Map<String, double[]> ours, double[] expected) {
      List<String> groups = new ArrayList<>(ours.keySet());
      double worst = 0;
      for (int g = 0; g < groups.size(); g++) {
        int group = g;
        double[] of = IntStream.range(0, tasks * tasks).mapToDouble(pair -> expected[pair * groups.size() + group]).toArray();
        worst = Math.max(worst, relative(ours.get(groups.get(g)), of));
      }
      return worst;
    }

    void compareOnRepresentation(String variant, JsonNode options, double tolerance) {
      double worst = 0;
      for (int step = 0; step < count(); step++) {
        double[] flat = slice(in, "Z", step);
        int features = slice(in, "uniform", step).length;
        double[][] z = matrix(flat, features);
        double[][][] gz = Arrays.stream(rows("GZ", step)).map(row -> matrix(row, features)).toArray(double[][][]::new);
        double[][] g = RepresentationGradDrop.combine(z, gz, slice(in, "uniform", step), options.at("/options/leak").asDouble());
        worst = Math.max(worst, relative(Arrays.stream(g).flatMapToDouble(Arrays::stream).toArray(), slice(out, variant + ".combined", step)));
      }
      GoldenReport.close("balancing/" + name + "/" + variant, "combined gradient, relative", worst, tolerance);
    }

    private static double[][] matrix(double[] flat, int width) {
      return IntStream.range(0, flat.length / width).mapToObj(i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width)).toArray(double[][]::new);
    }

    static double[] combined(double[] w, double[][] j) {
      return IntStream.range(0, j[0].length).mapToDouble(d -> IntStream.range(0, w.length).mapToDouble(t -> w[t] * j[t][d]).sum()).toArray();
    }

    static double relative(double[] found, double[] expected) {
      double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
      double difference = GoldenReport.difference(found, expected);
      return difference == 0 ? 0 : difference / Math.max(largest, Double.MIN_NORMAL);
    }
  }
}
