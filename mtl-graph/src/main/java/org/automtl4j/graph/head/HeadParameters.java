package org.automtl4j.graph.head;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.automtl4j.core.ops.StaticShapes;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.Features;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Builds a head on a graph that is thrown away, to learn which parameters it wants. */
public final class HeadParameters implements HeadScope {
  private final String task;
  private final Features features;
  private final Initialization initialization;
  private final DataType dataType;
  private final SameDiff sd;
  private final Map<String, Wanted> wanted = new LinkedHashMap<>();
  private boolean counts;
  private long multiplyAdds;

  /**
   * A parameter that a head asks for.
   *
   * @param initializer its first numbers
   * @param shape its shape; kernels are [kH, kW, inputs, outputs]
   * @param statistic whether it is a BatchNorm's running mean or variance, which is updated and not trained
   */
  public record Wanted(Initializer initializer, long[] shape, boolean statistic) {}

  private HeadParameters(String task, SameDiff sd, Features features, Initialization initialization, DataType dataType) {
    this.task = task;
    this.sd = sd;
    this.features = features;
    this.initialization = initialization;
    this.dataType = dataType;
  }

  /**
   * What a head asks for.
   *
   * @param head the head
   * @param task its task
   * @param features shapes of the maps that it may look at, the feature last; only their channels count
   * @param initialization how the model's convolutions and linear layers start
   * @param dataType the model's type of number
   * @return the parameters by their names within the head, in the order in which it asks for them
   * @throws IllegalArgumentException if it asks for one twice
   */
  public static Map<String, Wanted> of(TaskHead head, Task task, List<Shape> features, Initialization initialization, DataType dataType) {
    HeadParameters scope = scope(task, features, false, initialization, dataType);
    head.build(scope, scope.features.last().value(), task);
    return Collections.unmodifiableMap(scope.wanted);
  }

  static HeadWork work(TaskHead head, Task task, List<Shape> features, Initialization initialization, DataType dataType) {
    HeadParameters scope = scope(task, features, true, initialization, dataType);
    head.build(scope, scope.features.last().value(), task);
    long parameters = scope.wanted.values().stream().mapToLong(w -> LongStream.of(w.shape()).reduce(1, Math::multiplyExact)).sum();
    return new HeadWork(parameters, scope.multiplyAdds);
  }

  /** On placeholders whose sizes are known or not. */
  private static HeadParameters scope(Task task, List<Shape> features, boolean sizes, Initialization initialization, DataType dataType) {
    SameDiff sd = SameDiff.create();
    List<Features.FeatureMap> maps = new ArrayList<>();
    for (Shape shape : features) {
      int height = sizes ? shape.height() : -1;
      int width = sizes ? shape.width() : -1;
      String name = maps.size() == features.size() - 1 ? "feature" : "feature." + maps.size();
      maps.add(new Features.FeatureMap(sd.placeHolder(name, dataType, -1, shape.channels(), height, width), shape)); // [N, C, h, w]
    }
    HeadParameters scope = new HeadParameters(task.name(), sd, new Features(maps), initialization, dataType);
    scope.counts = sizes;
    return scope;
  }

  @Override
  public SDVariable conv(String name, SDVariable x, HeadConvolution c) {
    SDVariable result = HeadScope.super.conv(name, x, c);
    if (counts) {
      long[] shape = StaticShapes.of(x);
      multiplyAdds += shape[2] * shape[3] * c.kernel() * c.kernel() * c.inputs() * c.outputs();
    }
    return result;
  }

  @Override
  public SDVariable linear(String name, SDVariable x, int inputs, int outputs) {
    multiplyAdds += (long) inputs * outputs;
    return HeadScope.super.linear(name, x, inputs, outputs);
  }

  /**
   * What shape a head's prediction has. Nothing is computed.
   *
   * @param head the head
   * @param task its task
   * @param features the shapes of the maps that it may look at, the feature last
   * @param initialization how the model's convolutions and linear layers start
   * @param dataType the model's type of number
   * @return the shape, with one image
   * @throws IllegalArgumentException if the head cannot read such a feature, or asks for a parameter twice
   */
  public static long[] prediction(TaskHead head, Task task, List<Shape> features, Initialization initialization, DataType dataType) {
    HeadParameters scope = scope(task, features, true, initialization, dataType);
    return StaticShapes.of(head.build(scope, scope.features.last().value(), task));
  }

  @Override
  public SameDiff sameDiff() {
    return sd;
  }

  @Override
  public int channels() {
    return features.last().shape().channels();
  }

  @Override
  public Features features() {
    return features;
  }

  @Override
  public String variable(String name) {
    return task + "/head." + name;
  }

  @Override
  public Initialization initialization() {
    return initialization;
  }

  @Override
  public SDVariable weight(String name, Initializer initializer, long... shape) {
    return ask(name, new Wanted(initializer, shape.clone(), false));
  }

  private SDVariable ask(String name, Wanted asked) {
    if (wanted.put(name, asked) != null) {
      throw new IllegalArgumentException("the head of task '" + task + "' asks for the parameter '" + name + "' twice");
    }
    return sd.placeHolder("head." + task + "." + name, dataType, asked.shape()); // a variable would take memory for numbers that nobody reads
  }

  @Override
  public SDVariable batchNorm(String name, SDVariable x, int channels, double epsilon, double momentum) {
    SDVariable gamma = weight(name + ".gamma", Initializer.constant(1), channels); // [C]
    SDVariable beta = weight(name + ".beta", Initializer.constant(0), channels); // [C]
    SDVariable mean = ask(name + ".mean", new Wanted(Initializer.constant(0), new long[] {channels}, true)); // [C]
    SDVariable variance = ask(name + ".variance", new Wanted(Initializer.constant(1), new long[] {channels}, true)); // [C]
    return sd.nn().batchNorm(x, mean, variance, gamma, beta, epsilon, 1); // [N, C, h, w]
  }

  @Override
  public SDVariable dropout(SDVariable x, double ratio) {
    return x;
  }
}
