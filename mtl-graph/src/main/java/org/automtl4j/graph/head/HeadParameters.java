package org.automtl4j.graph.head;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.task.Task;
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
    HeadParameters scope = new HeadParameters(task.name(), channels, initialization, dataType);
    head.build(scope, scope.sd.placeHolder("feature", dataType, -1, channels, -1, -1), task); // [N, C, h, w]
    return Collections.unmodifiableMap(scope.wanted);
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
