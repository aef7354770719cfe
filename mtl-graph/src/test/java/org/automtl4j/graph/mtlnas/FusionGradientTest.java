package org.automtl4j.graph.mtlnas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.plan.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Gradients of gates and weights through a training plan: finite differences in double, float against double, and steps that learn. */
class FusionGradientTest {
  private static final double STEP = 1e-5;
  private static final int SIZE = 8;

  static Stream<FusionSettings> settings() {
    FusionSettings usual = FusionSettings.mtlNas().withOperator(FusionOperator.NDDR, new FusionStart.Random());
    return Stream.of(usual, usual.withShortcut(), usual.withEdges(2, true), usual.withAuxiliary(List.of("relu1", "relu4")),
        usual.withOperator(FusionOperator.SINGLE_SIDE, new FusionStart.Random()), usual.withOperator(FusionOperator.CROSS_STITCH, new FusionStart.Scaled(0.9, 0.1)));
  }

  private static SDVariable loss(FusionNetwork network, NetworkGraph graph) {
    List<String> outputs = new ArrayList<>(graph.predictions().values());
    graph.outputs().forEach((name, variable) -> {
      if (name.startsWith("auxiliary.")) {
        outputs.add(variable);
      }
    });
    SDVariable sum = GatePenalties.entropy(network, graph, "entropy").add(GatePenalties.open(network, graph, true, "open"));
    for (String output : outputs) {
      SDVariable value = graph.sameDiff().getVariable(output);
      sum = sum.add(value.mul(value).mean());
    }
    return sum.add("total", graph.sameDiff().constant(Nd4j.scalar(network.dataType(), 0)));
  }

  private static TrainingPlan plan(FusionNetwork network, Parameters parameters, NetworkGraph graph, long images) {
    List<String> trained = graph.parameters().stream().filter(name -> parameters.spec(name).role() != Role.STATISTIC).toList();
    TrainingPlan.Builder builder = TrainingPlan.builder(graph.sameDiff()).input(graph.input(), images, 2, SIZE, SIZE).loss(loss(network, graph).name()).gradientsOf(trained);
    for (Feed feed : graph.feeds()) {
      if (feed instanceof Feed.SampleMask mask) {
        builder.input(mask.placeholder(), images, mask.shape()[0], 1, 1);
      }
    }
    TrainingPlan plan = builder.build();
    plan.input(graph.input()).assign(FusionNets.images(network.dataType(), 9, images, 2, SIZE, SIZE));
    for (Feed feed : graph.feeds()) {
      INDArray input = plan.input(feed.placeholder());
      if (feed instanceof Feed.Scalar scalar) {
        input.assign(scalar.name().equals("temperature") ? 0.7 : scalar.usual());
      } else if (feed instanceof Feed.Noise) {
        input.assign(FusionNets.images(network.dataType(), 2, 1, 1, 1, input.length()).reshape(input.shape()));
      } else {
        input.assign(2).putScalar(0, 0);
      }
    }
    return plan;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void gradientsAgreeWithFiniteDifferences(FusionSettings settings) {
    FusionNetwork network = FusionNets.network(FusionNets.chain(2), settings, DataType.DOUBLE, TaskHead.conv1x1(3));
    Parameters parameters = FusionNets.random(network, 11);
    NetworkGraph graph = FusionNets.graph(network, parameters, new FusionView.Gated(), Mode.TRAINING, FusionNets.TASKS, SIZE);
    try (TrainingPlan plan = plan(network, parameters, graph, 2)) {
      plan.forward();
      plan.backward();
      Map<String, INDArray> gradients = new HashMap<>();
      plan.gradients().forEach(name -> gradients.put(name, plan.gradient(name).dup()));
      assertThat(gradients).containsKey(FusionNames.LOGITS).hasSize((int) network.parameters().stream().filter(spec -> spec.role() != Role.STATISTIC).count());
      RandomStream random = RandomStream.of(1, "entries");
      for (String name : gradients.keySet()) {
        for (int k = 0; k < (name.equals(FusionNames.LOGITS) ? 12 : 1); k++) {
          INDArray array = parameters.get(name);
          int i = random.nextInt((int) array.length());
          double expected = slope(plan, array, i);
          assertThat(gradients.get(name).getDouble(i)).as(name + " " + i).isCloseTo(expected, within(2e-6 * (1 + Math.abs(expected))));
        }
      }
    }
  }

  private static double slope(TrainingPlan plan, INDArray array, int i) {
    double old = array.getDouble(i);
    array.putScalar(i, old + STEP);
    plan.forward();
    double above = plan.loss();
    array.putScalar(i, old - STEP);
    plan.forward();
    double below = plan.loss();
    array.putScalar(i, old);
    return (above - below) / (2 * STEP);
  }

  @Test
  void floatFollowsDouble() {
    Map<DataType, Map<String, INDArray>> gradients = new HashMap<>();
    for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
      FusionNetwork network = FusionNets.network(FusionNets.chain(4), settings().findFirst().orElseThrow(), type, TaskHead.largeFov(6, 0));
      Parameters parameters = FusionNets.random(network, 12);
      NetworkGraph graph = FusionNets.graph(network, parameters, new FusionView.Gated(), Mode.TRAINING, FusionNets.TASKS, SIZE);
      try (TrainingPlan plan = plan(network, parameters, graph, 2)) {
        plan.forward();
        plan.backward();
        Map<String, INDArray> found = new HashMap<>();
        plan.gradients().forEach(name -> found.put(name, plan.gradient(name).dup().castTo(DataType.DOUBLE)));
        gradients.put(type, found);
      }
    }
    Map<String, INDArray> exact = gradients.get(DataType.DOUBLE);
    double largest = exact.values().stream().mapToDouble(gradient -> gradient.amaxNumber().doubleValue()).max().orElseThrow();
    gradients.get(DataType.FLOAT)
        .forEach((name, gradient) -> assertThat(gradient.sub(exact.get(name)).amaxNumber().doubleValue()).as(name).isLessThan(1e-4 * largest));
  }

  /** Weights and gates in turns, as the search does it: the losses and the entropy fall, and gates leave their start. */
  @Test
  void stepsOfGatesAndWeightsInTurnsLearn() {
    FusionNetwork network = FusionNets.network(FusionNets.chain(4), FusionSettings.mtlNas(), DataType.FLOAT, TaskHead.conv1x1());
    Parameters parameters = Parameters.fresh(network, 3);
    parameters.get(FusionNames.LOGITS).assign(FusionNets.images(DataType.FLOAT, 1, 1, 1, 1, 36).reshape(36).mul(0.1)); // at 0 entropy has no gradient
    NetworkGraph graph = FusionNets.graph(network, parameters, new FusionView.Gated(), Mode.TRAINING, FusionNets.TASKS, SIZE);
    INDArray images = FusionNets.images(DataType.FLOAT, 5, 4, 2, SIZE, SIZE);
    SDVariable errors = null;
    for (String task : FusionNets.TASKS) {
      SDVariable target = graph.sameDiff().constant(images.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 1),
          NDArrayIndex.interval(0, 2, SIZE), NDArrayIndex.interval(0, 2, SIZE)).dup('c').mul(task.equals("a") ? 1 : -2));
      SDVariable difference = graph.sameDiff().getVariable(graph.predictions().get(task)).sub(target);
      SDVariable error = difference.mul(difference).mean();
      errors = errors == null ? error : errors.add(error);
    }
    SDVariable weight = graph.sameDiff().placeHolder("entropyWeight", DataType.FLOAT);
    SDVariable entropy = GatePenalties.entropy(network, graph, "entropy");
    SDVariable total = errors.add("total", entropy.mul(weight));
    List<String> trained = graph.parameters().stream().filter(name -> parameters.spec(name).role() != Role.STATISTIC).toList();
    try (TrainingPlan plan = TrainingPlan.builder(graph.sameDiff()).input(graph.input(), images.shape()).loss(total.name()).keep(List.of("entropy", errors.name()))
        .gradientsOf(trained).build()) {
      plan.input(graph.input()).assign(images);
      graph.feeds().stream().filter(feed -> feed instanceof Feed.Scalar).forEach(feed -> plan.input(feed.placeholder()).assign(((Feed.Scalar) feed).usual()));
      List<Double> losses = new ArrayList<>();
      List<Double> entropies = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        boolean gates = step % 2 == 0;
        plan.input("entropyWeight").assign(gates ? 1 : 0);
        plan.forward();
        losses.add(plan.value(errors.name()).getDouble(0));
        entropies.add(plan.value("entropy").getDouble(0));
        plan.backward();
        for (String name : plan.gradients()) {
          if (parameters.spec(name).role() == Role.CHOICE == gates) {
            parameters.get(name).subi(plan.gradient(name).mul(gates ? 20 : 0.01));
          }
        }
      }
      assertThat(losses.get(59)).isLessThan(0.6 * losses.get(0));
      assertThat(entropies.get(59)).isLessThan(0.8 * entropies.get(0));
      assertThat(network.positive(parameters).edges().size()).isBetween(1, 35);
    }
  }
}
