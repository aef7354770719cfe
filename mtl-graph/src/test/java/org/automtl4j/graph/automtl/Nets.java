package org.automtl4j.graph.automtl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.graph.backbone.Activation;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Clip;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.LeakyRelu;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.PRelu;
import org.automtl4j.graph.backbone.Relu;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Parameters;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small networks for tests, and what it takes to run their graphs. */
public final class Nets {
  /** Predicts the feature itself. */
  public static final TaskHead NO_HEAD = (scope, feature, task) -> feature;

  private Nets() {}

  /** A dense task as wide as a backbone's feature, for {@link #NO_HEAD}. */
  public static Task wide(String name, Backbone backbone) {
    return Task.of(name, TaskKind.EDGES, backbone.channels(backbone.output().index()));
  }

  /** A chain of layers: each reads the one before. */
  public static Backbone chain(int channels, Layer... layers) {
    List<Node> nodes = IntStream.range(0, layers.length).mapToObj(i -> node(i, layers[i], i - 1)).toList();
    return Backbone.of("chain", channels, nodes);
  }

  /** A layer in its place. */
  public static Node node(int index, Layer layer, Integer... inputs) {
    List<String> bottoms = Arrays.stream(inputs).map(i -> i < 0 ? "data" : "t" + i).toList();
    return new Node(index, layer, "t" + index, bottoms, List.of(inputs));
  }

  public static Convolution conv(String name, int outputs, int kernel, int stride, int dilation, int groups, boolean bias) {
    return new Convolution(name, outputs, kernel, stride, dilation * (kernel - 1) / 2, dilation, groups, bias);
  }

  public static BatchNorm norm(String name) {
    return new BatchNorm(name, 1e-5, 0.1, true, true);
  }

  public static Relu relu(String name) {
    return new Relu(name, false);
  }

  /** What networks since 2017 have: a gate of one pixel, joins along channels, ranges and shuffles of them, and activations of every kind. */
  public static Backbone modern(int channels) {
    return Backbone.builder("modern").input(channels).convolution(8, 3, c -> c.noBias().pad(1)).batchNorm().activation(Activation.Function.HARD_SWISH).as("stem")
        .globalAveragePool().convolution(4, 1).relu().convolution(8, 1).as("excite").activation(Activation.Function.SIGMOID).times("stem").as("gated")
        .channels(4, 8).convolution(4, 1, c -> c.noBias()).batchNorm().layer(new PRelu("prelu")).as("branch").from("gated").channels(0, 4).concat("branch").shuffle(2)
        .layer(new LeakyRelu("leaky", .2, false)).convolution(6, 1).layer(new Clip("clip", -2, 3)).convolution(6, 3).activation(Activation.Function.SWISH).build();
  }

  /** Fills everything with random numbers, variances with positive ones. */
  public static void randomise(SuperModel model, long seed) {
    for (Parameters.Parameter p : model.parameters().all()) {
      RandomStream random = RandomStream.of(seed, p.name());
      boolean variance = p.name().endsWith(".variance");
      double[] values = IntStream.range(0, (int) p.array().length()).mapToDouble(i -> variance ? random.uniform(0.5, 1.5) : random.uniform(-1, 1)).toArray();
      model.parameters().set(p.name(), Nd4j.createFromArray(values).reshape(p.array().shape()));
    }
  }

  public static INDArray random(DataType type, long seed, long... shape) {
    RandomStream random = RandomStream.of(seed, "input");
    double[] values = IntStream.range(0, (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)).mapToDouble(i -> random.nextGaussian()).toArray();
    return Nd4j.createFromArray(values).reshape(shape).castTo(type);
  }

  /** Runs a graph through SameDiff itself, without oneDNN, whose dilated convolutions do not work there. */
  public static Map<String, INDArray> run(TaskGraph graph, Map<String, INDArray> placeholders, List<String> outputs) {
    Nd4j.getEnvironment().allowHelpers(false);
    try {
      return graph.sameDiff().output(new HashMap<>(placeholders), new ArrayList<>(outputs));
    } finally {
      Nd4j.getEnvironment().allowHelpers(true);
    }
  }
}
