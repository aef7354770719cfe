package org.automtl4j.graph.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.backbone.Activation;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.ChannelShuffle;
import org.automtl4j.graph.backbone.ChannelSlice;
import org.automtl4j.graph.backbone.Clip;
import org.automtl4j.graph.backbone.Concat;
import org.automtl4j.graph.backbone.InvalidLayerException;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.LeakyRelu;
import org.automtl4j.graph.backbone.PRelu;
import org.automtl4j.graph.backbone.Relu6;
import org.automtl4j.graph.backbone.Relu;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.plan.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each layer computes its formula, and its gradients are those of the formula. */
class LayerFormulasTest {
  private static final int CHANNELS = 6;
  private static final double STEP = 1e-6;

  private static NetworkGraph graph(Backbone backbone, Parameters parameters, GraphRequest.Mode mode) {
    GraphRequest request = new GraphRequest(() -> "whole", List.of("task"), mode, 3, 4);
    return structure(backbone).graph(basis(), parameters, request);
  }

  private static NetworkStructure structure(Backbone backbone) {
    return scope -> scope.predict("task", new BackboneCopy(scope, backbone, "task").output());
  }

  private static NetworkStructure.Basis basis() {
    return new NetworkStructure.Basis(CHANNELS, DataType.DOUBLE, Initialization.UNIFORM);
  }

  private static Parameters parameters(Backbone backbone) {
    boolean slopes = backbone.nodes().stream().anyMatch(node -> node.layer() instanceof PRelu);
    Parameters parameters = Parameters.of(structure(backbone).record(basis(), new GraphRequest(() -> "whole", List.of("task"), GraphRequest.Mode.TRAINING, 3, 4)), DataType.DOUBLE, 1);
    assertThat(slopes).isEqualTo(!backbone.nodes().get(0).layer().parts(CHANNELS).isEmpty());
    return parameters;
  }

  private static INDArray images() {
    RandomStream random = RandomStream.of(4, "images");
    INDArray images = Nd4j.create(DataType.DOUBLE, 2, CHANNELS, 3, 4);
    for (int i = 0; i < images.length(); i++) {
      images.putScalar(i, random.uniform(-7, 7));
    }
    return images;
  }

  private static INDArray run(Backbone backbone) {
    NetworkGraph graph = graph(backbone, parameters(backbone), GraphRequest.Mode.EVALUATION);
    INDArray images = images();
    try (InferencePlan plan = InferencePlan.builder(graph.sameDiff()).input("input", images.shape()).outputs(List.of("task/prediction")).build()) {
      plan.input("input").assign(images);
      plan.run();
      return plan.value("task/prediction").dup();
    }
  }

  static Stream<Arguments> activations() {
    Map<Layer, DoubleUnaryOperator> formulas = Map.of(
        new Relu("r", false), x -> Math.max(x, 0),
        new Relu6("r", false), x -> Math.min(Math.max(x, 0), 6),
        new LeakyRelu("r", .1, false), x -> x > 0 ? x : .1 * x,
        new LeakyRelu("r", -.3, false), x -> x > 0 ? x : -.3 * x,
        new PRelu("r"), x -> x > 0 ? x : .25 * x,
        new Clip("r", -1.5, 2), x -> Math.min(Math.max(x, -1.5), 2),
        new Activation("r", Activation.Function.SIGMOID), x -> 1 / (1 + Math.exp(-x)),
        new Activation("r", Activation.Function.SWISH), x -> x / (1 + Math.exp(-x)),
        new Activation("r", Activation.Function.HARD_SIGMOID), x -> Math.min(Math.max(x + 3, 0), 6) / 6,
        new Activation("r", Activation.Function.HARD_SWISH), x -> x * Math.min(Math.max(x + 3, 0), 6) / 6);
    return formulas.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void anActivationIsItsFormulaOfEachValue(Layer layer, DoubleUnaryOperator formula) {
    INDArray images = images();
    INDArray found = run(Backbone.builder("b").input(CHANNELS).layer(layer).build());
    for (int i = 0; i < images.length(); i++) {
      assertThat(found.getDouble(i)).isCloseTo(formula.applyAsDouble(images.getDouble(i)), within(1e-12));
    }
  }

  @Test
  void channelsAreTakenJoinedAndShuffled() {
    INDArray images = images();
    Backbone joined = Backbone.builder("b").input(CHANNELS).layer(new ChannelSlice("last", 4, 6)).from("data").layer(new ChannelSlice("first", 0, 1)).concat("last", "data").build();
    assertThat(joined.channels(2)).isEqualTo(9);
    assertThat(joined.shapes(3, 4).get(2)).isEqualTo(new Shape(9, 3, 4));
    int[] from = {0, 4, 5, 0, 1, 2, 3, 4, 5};
    channels(run(joined), images, from);
    channels(run(Backbone.builder("b").input(CHANNELS).layer(new ChannelShuffle("s", 2)).build()), images, new int[] {0, 3, 1, 4, 2, 5});
    channels(run(Backbone.builder("b").input(CHANNELS).shuffle(3).build()), images, new int[] {0, 2, 4, 1, 3, 5});
    channels(run(Backbone.builder("b").input(CHANNELS).concat().build()), images, new int[] {0, 1, 2, 3, 4, 5});
  }

  private static void channels(INDArray found, INDArray images, int[] from) {
    assertThat(found.shape()).containsExactly(2, from.length, 3, 4);
    for (int n = 0; n < 2; n++) {
      for (int c = 0; c < from.length; c++) {
        for (int i = 0; i < 12; i++) {
          assertThat(found.getDouble(n, c, i / 4, i % 4)).isEqualTo(images.getDouble(n, from[c], i / 4, i % 4));
        }
      }
    }
  }

  @Test
  void joinedMapsMustBeOfOneSize() {
    assertThatThrownBy(() -> Backbone.builder("b").input(CHANNELS, 4, 4).maxPool(2, p -> { }).as("small").concat("data").build())
        .isInstanceOf(InvalidLayerException.class).hasMessage("layer 1 (concat1, Concat): joins inputs of different sizes: 6x2x2 (small) and 6x4x4 (data)");
    assertThat(new Concat("c").mostInputs()).isGreaterThan(100);
  }

  static Stream<Layer> differentiated() {
    return Stream.concat(activations().map(arguments -> (Layer) arguments.get()[0]), Stream.of(new ChannelSlice("s", 1, 4), new ChannelShuffle("s", 3), new ChannelShuffle("s", 2)));
  }

  @ParameterizedTest
  @MethodSource("differentiated")
  void gradientsAgreeWithFiniteDifferences(Layer layer) {
    Backbone first = Backbone.builder("b").input(CHANNELS).layer(layer).build();
    int channels = first.channels(0);
    Backbone backbone = Backbone.builder("b").input(CHANNELS).convolution(CHANNELS, 1).layer(layer).as("x").convolution(channels, 1).concat("x").build();
    Parameters parameters = Parameters.of(structure(backbone).record(basis(), new GraphRequest(() -> "whole", List.of("task"), GraphRequest.Mode.TRAINING, 3, 4)), DataType.DOUBLE, 1);
    NetworkGraph graph = graph(backbone, parameters, GraphRequest.Mode.TRAINING);
    SDVariable y = graph.sameDiff().getVariable("task/prediction");
    String loss = y.mul(y).sum("loss").name();
    SDVariable images = graph.sameDiff().getVariable("input");
    assertThat(images).isNotNull();
    List<String> trained = graph.parameters();
    try (TrainingPlan plan = TrainingPlan.builder(graph.sameDiff()).input("input", 2, CHANNELS, 3, 4).loss(loss).gradientsOf(trained).build()) {
      plan.input("input").assign(images());
      plan.forward();
      plan.backward();
      for (String name : trained) {
        INDArray gradient = plan.gradient(name).dup();
        INDArray array = parameters.get(name);
        for (int i = 0; i < Math.min(6, array.length()); i++) {
          double old = array.getDouble(i);
          array.putScalar(i, old + STEP);
          plan.forward();
          double above = plan.loss();
          array.putScalar(i, old - STEP);
          plan.forward();
          double below = plan.loss();
          array.putScalar(i, old);
          double expected = (above - below) / (2 * STEP);
          assertThat(gradient.getDouble(i)).as(name + " " + i).isCloseTo(expected, within(1e-4 * (1 + Math.abs(expected))));
        }
        plan.forward();
        plan.backward();
      }
    }
  }
}
