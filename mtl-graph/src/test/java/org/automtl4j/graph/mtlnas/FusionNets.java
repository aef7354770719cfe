package org.automtl4j.graph.mtlnas;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small fusion networks. */
final class FusionNets {
  static final List<String> TASKS = List.of("a", "b", "c");

  private FusionNets() {}

  /** Four convolutions with BatchNorm and ReLU, a pooling in the middle. */
  static Backbone chain(int width) {
    return Backbone.builder("chain").input(2)
        .convolution(width, 3, c -> c.noBias()).batchNorm().relu().convolution(width, 3, c -> c.noBias()).batchNorm().relu().maxPool(2, p -> { })
        .convolution(2 * width, 3, c -> c.noBias()).batchNorm().relu().convolution(2 * width, 3, c -> c.noBias()).batchNorm().relu().build();
  }

  static FusionNetwork network(Backbone backbone, FusionSettings settings, DataType type, TaskHead head) {
    FusionNetwork.Builder builder = FusionNetwork.builder(backbone).settings(settings).dataType(type);
    TASKS.forEach(task -> builder.task(Task.depth(task), head));
    return builder.build();
  }

  /** Random numbers everywhere, positive variances. */
  static Parameters random(FusionNetwork network, long seed) {
    Parameters parameters = Parameters.fresh(network, seed);
    for (ParameterSpec spec : parameters.specs()) {
      RandomStream random = RandomStream.of(seed, spec.name());
      double bound = spec.role() == Role.CHOICE ? 2 : spec.shape().length == 4 ? Math.sqrt(6.0 * spec.shape()[3] / spec.length()) : 0.5;
      boolean positive = spec.name().endsWith(".variance") || spec.name().endsWith(".gamma");
      double[] values = IntStream.range(0, (int) spec.length()).mapToDouble(i -> positive ? random.uniform(0.5, 1.5) : random.uniform(-bound, bound)).toArray();
      parameters.set(spec.name(), Nd4j.createFromArray(values).reshape(spec.shape()));
    }
    return parameters;
  }

  static INDArray images(DataType type, long seed, long... shape) {
    RandomStream random = RandomStream.of(seed, "images");
    double[] values = IntStream.range(0, (int) (shape[0] * shape[1] * shape[2] * shape[3])).mapToDouble(i -> random.nextGaussian()).toArray();
    return Nd4j.createFromArray(values).reshape(shape).castTo(type);
  }

  static NetworkGraph graph(FusionNetwork network, Parameters parameters, FusionView view, Mode mode, List<String> tasks, int size) {
    return network.graph(parameters, new GraphRequest(view, tasks, mode, size, size));
  }

  /** Predictions in evaluation, with gates that are 1 where the logit is positive. */
  static Map<String, INDArray> predictions(NetworkGraph graph, INDArray images, FusionNetwork network) {
    Map<String, INDArray> feeds = FusionGolden.gates("onehot", 1, new double[network.space().edges().size()]);
    Map<String, INDArray> values = FusionGolden.evaluate(graph, images, feeds, List.copyOf(graph.predictions().values()));
    return graph.predictions().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> values.get(e.getValue())));
  }
}
