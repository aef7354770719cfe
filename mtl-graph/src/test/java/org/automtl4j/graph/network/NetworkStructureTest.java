package org.automtl4j.graph.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.choice.BinaryConcrete;
import org.automtl4j.graph.choice.GumbelSoftmax;
import org.automtl4j.graph.choice.Relaxation;
import org.automtl4j.graph.choice.StraightThrough;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.plan.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One function, run on a scope that records and on one that builds. */
class NetworkStructureTest {
  private static final NetworkStructure.Basis BASIS = new NetworkStructure.Basis(2, DataType.DOUBLE, Initialization.HE);

  private static GraphRequest request(Mode mode) {
    return new GraphRequest(() -> "whole", List.of("a"), mode, 5, 6);
  }

  private static Parameters numbers(NetworkStructure structure) {
    return Parameters.of(structure.record(BASIS, request(Mode.TRAINING)), DataType.DOUBLE, 7);
  }

  @Test
  void bothRunsSeeTheSameNetwork() {
    NetworkStructure structure = scope -> {
      SDVariable x = scope.convolution(new LayerName("a/conv", "conv"), scope.images(), new Convolution("conv", 4, 3, 2, 1, 1, 2, true));
      assertThat(scope.shape(x)).isEqualTo(new Shape(4, 3, 3));
      x = scope.relu("a/relu", scope.batchNorm(new LayerName("a/norm", "norm"), x, new BatchNorm("norm", 1e-5, 0.1, true, true)));
      scope.place("a", "layer 0 (conv)", x);
      x = scope.dropPath("a/path", scope.channelDropout("a/channels", scope.dropout("a/drop", x, 0.25), 0.5), 0.1);
      scope.predict("a", x);
    };
    List<ParameterSpec> specs = structure.record(BASIS, request(Mode.TRAINING));
    assertThat(specs).extracting(ParameterSpec::toString).containsExactly("conv.weight [3, 3, 1, 4] (WEIGHT)", "conv.bias [4] (WEIGHT)", "norm.gamma [4] (WEIGHT)",
        "norm.beta [4] (WEIGHT)", "norm.mean [4] (STATISTIC)", "norm.variance [4] (STATISTIC)");
    Parameters numbers = numbers(structure);
    NetworkGraph training = structure.graph(BASIS, numbers, request(Mode.TRAINING));
    assertThat(training.feeds()).extracting(Feed::placeholder).containsExactly("a/drop.mask", "a/channels.mask", "a/path.mask");
    assertThat(training.statistics()).singleElement().satisfies(update -> assertThat(update.positions()).isEqualTo(9));
    assertThat(training.parameters()).containsExactly("conv.weight", "conv.bias", "norm.gamma", "norm.beta");
    assertThat(training.places()).containsExactly(new Place("a", "layer 0 (conv)", "a/relu"));
    assertThat(training.multiplyAdds()).isEqualTo(4 * 9 * 9L);
    NetworkGraph evaluation = structure.graph(BASIS, numbers, request(Mode.EVALUATION));
    assertThat(evaluation.feeds()).isEmpty();
    assertThat(evaluation.parameters()).containsAll(numbers.names());
    assertThat(evaluation.sameDiff().getVariable("conv.weight").getArr()).isSameAs(numbers.get("conv.weight"));
  }

  @Test
  void aParameterIsOneVariableHoweverOftenItIsAskedFor() {
    NetworkStructure shared = scope -> {
      SDVariable one = scope.parameter("w", Role.WEIGHT, Initializer.constant(1), 3);
      assertThat(scope.parameter("w", Role.WEIGHT, Initializer.constant(1), 3)).isSameAs(one);
    };
    assertThat(shared.record(BASIS, request(Mode.TRAINING))).hasSize(1);
    NetworkStructure torn = scope -> {
      scope.parameter("w", Role.WEIGHT, Initializer.constant(1), 3);
      scope.parameter("w", Role.WEIGHT, Initializer.constant(1), 4);
    };
    assertThatThrownBy(() -> torn.record(BASIS, request(Mode.TRAINING))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameter w [4] (WEIGHT) was asked for as w [3] (WEIGHT) before");
    assertThatThrownBy(() -> shared.graph(BASIS, Parameters.of(List.of(), DataType.DOUBLE, 1), request(Mode.TRAINING))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no parameter 'w'");
  }

  @Test
  void parametersAreDrawnByNameAndCopiedWithTheirSpecs() {
    ParameterSpec one = new ParameterSpec("one", Role.WEIGHT, Initializer.normal(1), "one", 4);
    ParameterSpec two = new ParameterSpec("two", Role.CHOICE, Initializer.normal(1), "one", 4);
    Parameters both = Parameters.of(List.of(one, two), DataType.DOUBLE, 3);
    assertThat(both.get("one")).isEqualTo(both.get("two")).isEqualTo(Parameters.of(List.of(two), DataType.DOUBLE, 3).get("two"));
    Parameters copy = both.copy();
    copy.set("one", Nd4j.zeros(4));
    assertThat(both.get("one").amaxNumber().doubleValue()).isPositive();
    both.copyFrom(copy);
    assertThat(both.get("one").amaxNumber().doubleValue()).isZero();
    assertThatThrownBy(() -> copy.set("one", Nd4j.zeros(5))).isInstanceOf(IllegalArgumentException.class).hasMessage("parameter 'one' has shape [4], found [5]");
    assertThatThrownBy(() -> copy.copyFrom(Parameters.of(List.of(one), DataType.DOUBLE, 3))).hasMessage("the two have different parameters");
    copy.closeAllBut(Role.CHOICE);
    assertThat(copy.get("one").wasClosed()).isTrue();
    assertThat(copy.get("two").wasClosed()).isFalse();
  }

  @Test
  void aLayerNormHasItsGradients() {
    NetworkStructure structure = scope -> {
      SDVariable rows = scope.sameDiff().reshape(scope.parameter("x", Role.WEIGHT, Initializer.normal(1), 3, 4), 3, 4);
      scope.expose("y", scope.layerNorm(new LayerName("y", "norm"), rows, 4, 1e-5));
    };
    Parameters numbers = numbers(structure);
    NetworkGraph graph = structure.graph(BASIS, numbers, request(Mode.TRAINING));
    SDVariable y = graph.sameDiff().getVariable("y");
    INDArray weights = Initializer.normal(1).create(DataType.DOUBLE, RandomStream.of(1, "weights"), 3, 4);
    y.mul(graph.sameDiff().constant(weights)).sum("loss");
    try (TrainingPlan plan = TrainingPlan.builder(graph.sameDiff()).loss("loss").keep(List.of("y")).gradientsOf(List.of("x", "norm.gamma", "norm.beta")).build()) {
      plan.forward();
      assertThat(plan.value("y").getRow(0).meanNumber().doubleValue()).isCloseTo(0, within(1e-12));
      plan.backward();
      INDArray gradient = plan.gradient("x").dup();
      for (int i = 0; i < 12; i++) {
        assertThat(gradient.getDouble(i)).isCloseTo(slope(plan, numbers.get("x"), i), within(1e-7));
      }
    }
  }

  private static double slope(TrainingPlan plan, INDArray array, int i) {
    double old = array.getDouble(i);
    array.putScalar(i, old + 1e-5);
    plan.forward();
    double above = plan.loss();
    array.putScalar(i, old - 1e-5);
    plan.forward();
    double below = plan.loss();
    array.putScalar(i, old);
    return (above - below) / 2e-5;
  }

  /** The sample of a relaxation on logits that are a parameter, and the gradient of its first element. */
  private static Map<String, INDArray> sample(Relaxation relaxation, INDArray logits) {
    NetworkStructure structure = scope -> scope.expose("sample",
        relaxation.sample(scope, scope.parameter("logits", Role.CHOICE, Initializer.constant(0), logits.shape()), "sample"));
    Parameters numbers = numbers(structure);
    numbers.set("logits", logits);
    NetworkGraph graph = structure.graph(BASIS, numbers, request(Mode.TRAINING));
    INDArray first = Nd4j.zeros(DataType.DOUBLE, logits.shape()).putScalar(0, 1);
    graph.sameDiff().getVariable(graph.outputs().get("sample")).mul(graph.sameDiff().constant(first)).sum("loss");
    try (TrainingPlan plan = TrainingPlan.builder(graph.sameDiff()).loss("loss").keep(List.of("sample")).gradientsOf(List.of("logits")).build()) {
      for (Feed feed : graph.feeds()) {
        plan.input(feed.placeholder()).assign(feed instanceof Feed.Scalar scalar ? scalar.usual() : 0.25);
      }
      plan.forward();
      INDArray value = plan.value("sample").dup();
      Map<String, INDArray> fed = graph.feeds().stream().collect(Collectors.toMap(Feed::placeholder, feed -> plan.input(feed.placeholder())));
      assertThat(graph.sameDiff().output(fed, "sample").get("sample").distance1(value)).as("SameDiff's own").isLessThan(1e-12);
      plan.backward();
      return Map.of("sample", value, "gradient", plan.gradient("logits").dup());
    }
  }

  @Test
  void aStraightThroughSampleIsHardWithTheGradientOfTheSoftOne() {
    INDArray rows = Nd4j.createFromArray(new double[][] {{0.5, -1, 0.2}, {0, 2, 1}});
    Map<String, INDArray> soft = sample(new GumbelSoftmax(), rows);
    Map<String, INDArray> hard = sample(new StraightThrough(new GumbelSoftmax()), rows);
    assertThat(soft.get("sample").sum(1).sub(1).amaxNumber().doubleValue()).isLessThan(1e-12);
    assertThat(hard.get("sample").distance1(Nd4j.createFromArray(new double[][] {{1, 0, 0}, {0, 1, 0}}))).isLessThan(1e-12);
    assertThat(hard.get("gradient").distance1(soft.get("gradient"))).isLessThan(1e-12);
    INDArray gates = Nd4j.createFromArray(0.5, -1.0, 3);
    Map<String, INDArray> concrete = sample(new BinaryConcrete(), gates);
    double first = 1 / (1 + Math.exp(-0.75));
    assertThat(concrete.get("sample").getDouble(0)).isCloseTo(first, within(1e-12));
    assertThat(concrete.get("gradient").getDouble(0)).isCloseTo(first * (1 - first), within(1e-12));
    Map<String, INDArray> through = sample(new StraightThrough(new BinaryConcrete()), gates);
    assertThat(through.get("sample").distance1(Nd4j.createFromArray(1.0, 0, 1))).isLessThan(1e-12);
    assertThat(through.get("gradient").distance1(concrete.get("gradient"))).isLessThan(1e-12);
  }
}
