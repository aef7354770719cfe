package org.automtl4j.graph.automtl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.automtl4j.core.ops.Convolutions.Window;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.StatisticsUpdate;
import org.automtl4j.graph.network.layer.KernelCentre;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A graph under construction: its variables, and what has to be told about it afterwards. */
final class GraphScope {
  final SuperModel model;
  final Stage stage;
  final boolean training;
  private final boolean fixedSize;
  final SameDiff sd = SameDiff.create();
  final SDVariable input;
  final Map<String, String> features = new LinkedHashMap<>();
  final Map<String, String> predictions = new LinkedHashMap<>();
  final Map<String, List<String>> layers = new LinkedHashMap<>();
  private final List<Shape> shapes;
  private final Shape inputShape;
  private final Map<String, SDVariable> memo = new LinkedHashMap<>();
  private final Map<String, SDVariable> parameters = new LinkedHashMap<>();
  private final Map<String, SDVariable> constants = new LinkedHashMap<>();
  private final Map<String, String> noise = new LinkedHashMap<>();
  private final List<Feed.Mask> dropouts = new ArrayList<>();
  private final List<StatisticsUpdate> statistics = new ArrayList<>();
  private final List<String> oneValueLayers = new ArrayList<>();
  private long multiplyAdds;

  /**
   * @param fixedSize whether kernels have only the taps that see pixels in maps of the size that they have here
   */
  GraphScope(SuperModel model, Stage stage, boolean training, boolean fixedSize, int height, int width) {
    this.model = model;
    this.stage = stage;
    this.training = training;
    this.fixedSize = fixedSize;
    this.shapes = model.backbone().shapes(height, width);
    this.inputShape = new Shape(model.backbone().inputChannels(), height, width);
    // By default SameDiff keeps a copy of every array for other devices: twice the weights of the path, read by nobody.
    sd.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), true);
    this.input = sd.placeHolder(TaskGraph.INPUT, model.dataType(), -1, inputShape.channels(), height, width);
  }

  /** The shape of a layer's output without the batch axis. */
  Shape shape(int node) {
    return node == Node.DATA ? inputShape : shapes.get(node);
  }

  /** The variable over a parameter's own array. */
  SDVariable parameter(String name) {
    return parameters.computeIfAbsent(name, n -> sd.var(n, model.parameters().get(n)));
  }

  /** How a convolution's window moves over a map: whole, or where it sees pixels. */
  Window window(Window whole, Shape map) {
    return fixedSize ? whole.seeing(map.height(), map.width()) : whole;
  }

  /** Whether {@link #window} leaves anything out, so that the sizes of maps have to be known. */
  boolean isFixedSize() {
    return fixedSize;
  }

  /** A kernel [kH, kW, C/groups, outputs]. A parameter that has more taps than the window is cut down to them around its centre, in an array of its own. */
  SDVariable kernel(String name, Window window) {
    return fixedSize ? parameters.computeIfAbsent(name, n -> sd.var(n, KernelCentre.of(model.parameters().get(n), window))) : parameter(name);
  }

  /** A constant that is made once, however often it is wanted. */
  SDVariable constant(String name, Supplier<INDArray> values) {
    return constants.computeIfAbsent(name, n -> sd.constant("constant/" + n, values.get()));
  }

  /** A constant [n] of equal numbers. */
  SDVariable filled(int n, double value) {
    return constant("filled." + n + "." + value, () -> Nd4j.valueArrayOf(new long[] {n}, value, model.dataType()));
  }

  /** What was built under a key, or now is. */
  SDVariable once(String key, Supplier<SDVariable> build) {
    SDVariable known = memo.get(key);
    if (known == null) {
      known = build.get();
      memo.put(key, known);
    }
    return known;
  }

  /** The name of a layer's output on a task's path. */
  String name(String task, Node node) {
    return task + "/" + node.index() + "." + node.layer().name().replaceAll("[^A-Za-z0-9_.-]", "_");
  }

  SDVariable dropout(String name, SDVariable x, double ratio) {
    if (!training || ratio == 0) {
      return x;
    }
    String mask = name + ".mask";
    long[] anyShape = x.getShape() == null ? new long[] {-1, -1, -1, -1} : Arrays.stream(x.getShape()).map(size -> -1).toArray();
    dropouts.add(new Feed.Mask(mask, 1 - ratio, x.name()));
    return x.mul(name, sd.placeHolder(mask, model.dataType(), anyShape));
  }

  void noise(String task) {
    noise.put(task, TaskGraph.noiseName(task));
  }

  void update(StatisticsUpdate update) {
    statistics.add(update);
  }

  void batchStatisticsAt(Node node) {
    if (positions(node) == 1) {
      oneValueLayers.add(model.backbone().describe(node.index()));
    }
  }

  void oneValueAt(String layer) {
    oneValueLayers.add(layer);
  }

  int positions(Node node) {
    Shape shape = shape(node.index());
    return shape.height() * shape.width();
  }

  void count(long multiplyAdds) {
    this.multiplyAdds += multiplyAdds;
  }

  TaskGraph finish(List<String> tasks) {
    Optional<String> temperature = noise.isEmpty() ? Optional.empty() : Optional.of(TaskGraph.TEMPERATURE);
    return new TaskGraph(sd, stage, training, tasks, TaskGraph.INPUT, features, predictions, layers, noise, temperature, dropouts, statistics,
        List.copyOf(parameters.keySet()), oneValueLayers, multiplyAdds);
  }
}
