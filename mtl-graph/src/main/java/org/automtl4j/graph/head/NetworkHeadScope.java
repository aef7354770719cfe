package org.automtl4j.graph.head;

import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.Features;
import org.automtl4j.graph.network.LayerName;
import org.automtl4j.graph.network.NetworkScope;
import org.automtl4j.graph.network.Role;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Builds a head with what its network builds with. Parameters are called {@code head.<task>.<name>}. */
public final class NetworkHeadScope implements HeadScope {
  private final NetworkScope scope;
  private final String task;
  private final Features features;
  private int dropouts;
  private int rectified;

  private NetworkHeadScope(NetworkScope scope, String task, Features features) {
    this.scope = scope;
    this.task = task;
    this.features = features;
  }

  /**
   * Adds a task's head to a network's graph and makes its output the task's prediction.
   *
   * @param scope what the network builds with
   * @param head the head
   * @param task its task
   * @param features what it looks at
   */
  public static void build(NetworkScope scope, TaskHead head, Task task, Features features) {
    scope.predict(task.name(), head.build(new NetworkHeadScope(scope, task.name(), features), features.last().value(), task));
  }

  @Override
  public SameDiff sameDiff() {
    return scope.sameDiff();
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
    return scope.initialization();
  }

  @Override
  public SDVariable weight(String name, Initializer initializer, long... shape) {
    return scope.parameter("head." + task + "." + name, Role.WEIGHT, initializer, shape);
  }

  @Override
  public SDVariable conv(String name, SDVariable x, HeadConvolution c) {
    Shape in = scope.shape(x);
    if (in.channels() != c.inputs() || c.kernel() % 2 == 0) {
      throw new IllegalArgumentException("the head of task '" + task + "', convolution '" + name + "': has " + c.inputs() + " inputs and kernel " + c.kernel() + ", but reads "
          + in + "; inputs must be its channels and the kernel odd");
    }
    Convolution layer = new Convolution(name, c.outputs(), c.kernel(), 1, c.dilation() * (c.kernel() - 1) / 2, c.dilation(), 1, c.bias());
    return scope.convolution(named(name.isEmpty() ? "conv" : name, name), x, layer, c.weights(), c.biases()); // [N, outputs, h, w]
  }

  @Override
  public SDVariable batchNorm(String name, SDVariable x, int channels, double epsilon, double momentum) {
    return scope.batchNorm(named(name, name), x, new BatchNorm(name, epsilon, momentum, true, true)); // [N, C, h, w]
  }

  @Override
  public SDVariable layerNorm(String name, SDVariable x, int width, double epsilon) {
    return scope.layerNorm(named(name, name), x, width, epsilon); // [.., W]
  }

  @Override
  public SDVariable linear(String name, SDVariable x, int inputs, int outputs) {
    return scope.linear(named(name.isEmpty() ? "linear" : name, name), x, inputs, outputs, 1); // [N, outputs]
  }

  @Override
  public SDVariable relu(SDVariable x) {
    return scope.relu(variable("relu" + ++rectified), x);
  }

  @Override
  public SDVariable dropout(SDVariable x, double ratio) {
    return scope.dropout(variable("dropout" + ++dropouts), x, ratio);
  }

  private LayerName named(String output, String parameters) {
    return new LayerName(variable(output), parameters.isEmpty() ? "head." + task : "head." + task + "." + parameters);
  }
}
