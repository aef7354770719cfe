package org.automtl4j.graph.head;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.automtl4j.core.ops.StaticShapes;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Builds a head on a graph that is thrown away, to learn which parameters it wants. */
public final class HeadParameters implements HeadScope {
  private final String task;
  private final int channels;
  private final Initialization initialization;
  private final DataType dataType;
  private final SameDiff sd = SameDiff.create();
  private final Map<String, Wanted> wanted = new LinkedHashMap<>();
  private long perPosition;
  private long once;

  /**
   * A parameter that a head asks for.
   *
   * @param initializer its first numbers
   * @param shape its shape; kernels are [kH, kW, inputs, outputs]
   * @param statistic whether it is a BatchNorm's running mean or variance, which is updated and not trained
   */
  public record Wanted(Initializer initializer, long[] shape, boolean statistic) {}

  private HeadParameters(String task, int channels, Initialization initialization, DataType dataType) {
    this.task = task;
    this.channels = channels;
    this.initialization = initialization;
    this.dataType = dataType;
  }

  /**
   * What a head asks for.
   *
   * @param head the head
   * @param task its task
   * @param channels channels of the feature that it will read
   * @param initialization how the model's convolutions and linear layers start
   * @param dataType the model's type of number
   * @return the parameters by their names within the head, in the order in which it asks for them
   * @throws IllegalArgumentException if it asks for one twice
   */
  public static Map<String, Wanted> of(TaskHead head, Task task, int channels, Initialization initialization, DataType dataType) {
    return Collections.unmodifiableMap(built(head, task, channels, initialization, dataType).wanted);
  }

  static HeadWork work(TaskHead head, Task task, int channels, Initialization initialization, DataType dataType) {
    HeadParameters scope = built(head, task, channels, initialization, dataType);
    long parameters = scope.wanted.values().stream().mapToLong(w -> LongStream.of(w.shape()).reduce(1, Math::multiplyExact)).sum();
    return new HeadWork(parameters, scope.perPosition, scope.once);
  }

  private static HeadParameters built(TaskHead head, Task task, int channels, Initialization initialization, DataType dataType) {
    HeadParameters scope = new HeadParameters(task.name(), channels, initialization, dataType);
    head.build(scope, scope.sd.placeHolder("feature", dataType, -1, channels, -1, -1), task); // [N, C, h, w]
    return scope;
  }

  @Override
  public SDVariable conv(String name, SDVariable x, int inputs, int outputs, int kernel, int dilation) {
    perPosition += (long) kernel * kernel * inputs * outputs;
    return HeadScope.super.conv(name, x, inputs, outputs, kernel, dilation);
  }

  @Override
  public SDVariable linear(String name, SDVariable x, int inputs, int outputs) {
    once += (long) inputs * outputs;
    return HeadScope.super.linear(name, x, inputs, outputs);
  }

  /**
   * What shape a head's prediction has. Nothing is computed.
   *
   * @param head the head
   * @param task its task
   * @param feature the shape of the feature that it will read
   * @param initialization how the model's convolutions and linear layers start
   * @param dataType the model's type of number
   * @return the shape, with one image
   * @throws IllegalArgumentException if the head cannot read such a feature, or asks for a parameter twice
   */
  public static long[] prediction(TaskHead head, Task task, Shape feature, Initialization initialization, DataType dataType) {
    HeadParameters scope = new HeadParameters(task.name(), feature.channels(), initialization, dataType);
    SDVariable read = scope.sd.placeHolder("feature", dataType, -1, feature.channels(), feature.height(), feature.width()); // [N, C, h, w]
    return StaticShapes.of(head.build(scope, read, task));
  }

  @Override
  public SameDiff sameDiff() {
    return sd;
  }

  @Override
  public int channels() {
    return channels;
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
