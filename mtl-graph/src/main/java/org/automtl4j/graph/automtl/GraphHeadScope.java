package org.automtl4j.graph.automtl;

import static org.automtl4j.graph.automtl.ParameterNames.BETA;
import static org.automtl4j.graph.automtl.ParameterNames.BIAS;
import static org.automtl4j.graph.automtl.ParameterNames.GAMMA;
import static org.automtl4j.graph.automtl.ParameterNames.MEAN;
import static org.automtl4j.graph.automtl.ParameterNames.VARIANCE;
import static org.automtl4j.graph.automtl.ParameterNames.WEIGHT;

import org.automtl4j.core.ops.Convolutions.Window;
import java.util.HashMap;
import java.util.Map;
import org.automtl4j.core.ops.Convolutions;
import org.automtl4j.core.ops.StaticShapes;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.head.HeadConvolution;
import org.automtl4j.graph.head.HeadScope;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.Features;
import org.automtl4j.graph.network.StatisticsUpdate;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Builds a head into a graph, over the supermodel's parameters. */
final class GraphHeadScope implements HeadScope {
  private final GraphScope scope;
  private final String task;
  private final Features features;
  /** [1, C, h, w] of maps by name, as far as they are known. */
  private final Map<String, long[]> shapes = new HashMap<>();
  private int dropouts;

  GraphHeadScope(GraphScope scope, String task, Features features) {
    this.scope = scope;
    this.task = task;
    this.features = features;
    features.maps().forEach(map -> shapes.put(map.value().name(), new long[] {1, map.shape().channels(), map.shape().height(), map.shape().width()}));
  }

  @Override
  public SameDiff sameDiff() {
    return scope.sd;
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
    return scope.model.initialization();
  }

  @Override
  public SDVariable weight(String name, Initializer initializer, long... shape) {
    return scope.parameter(ParameterNames.head(task, name));
  }

  @Override
  public SDVariable dropout(SDVariable x, double ratio) {
    return scope.dropout(variable("dropout" + ++dropouts), x, ratio);
  }

  @Override
  public SDVariable conv(String name, SDVariable x, HeadConvolution c) {
    Shape map = shape(x, c.inputs());
    Window whole = Window.same(c.kernel(), c.dilation());
    Window window = scope.isFixedSize() && c.kernel() > 1 ? scope.window(whole, map) : whole;
    scope.count((long) map.height() * map.width() * window.kernelHeight() * window.kernelWidth() * c.inputs() * c.outputs());
    if (window.kernelHeight() == c.kernel() && window.kernelWidth() == c.kernel()) {
      return HeadScope.super.conv(name, x, c);
    }
    String prefix = name.isEmpty() ? "" : name + ".";
    String output = variable(name.isEmpty() ? "conv" : name);
    SDVariable weight = scope.kernel(ParameterNames.head(task, prefix + WEIGHT), window); // [kH, kW, inputs, outputs]
    return c.bias() ? Convolutions.conv(scope.sd, output, x, weight, scope.parameter(ParameterNames.head(task, prefix + BIAS)), window)
        : Convolutions.conv(scope.sd, output, x, weight, window); // [N, outputs, h, w]
  }

  @Override
  public SDVariable batchNorm(String name, SDVariable x, int channels, double epsilon, double momentum) {
    SDVariable gamma = scope.parameter(ParameterNames.head(task, name + "." + GAMMA)); // [C]
    SDVariable beta = scope.parameter(ParameterNames.head(task, name + "." + BETA)); // [C]
    String mean = ParameterNames.head(task, name + "." + MEAN);
    String variance = ParameterNames.head(task, name + "." + VARIANCE);
    if (!scope.training) {
      return scope.sd.nn().batchNorm(variable(name), x, scope.parameter(mean), scope.parameter(variance), gamma, beta, epsilon, 1); // [N, C, h, w]
    }
    String[] names = {variable(name) + ".mean", variable(name) + ".variance"};
    SDVariable[] moments = scope.sd.math().moments(names, x, new int[] {0, 2, 3}, false); // [C], [C]
    long[] shape = shape(x);
    int positions = (int) (shape[2] * shape[3]);
    if (positions == 1) {
      scope.oneValueAt(variable(name));
    }
    scope.update(new StatisticsUpdate(moments[0].name(), moments[1].name(), mean, variance, momentum, x.name(), positions));
    return scope.sd.nn().batchNorm(variable(name), x, moments[0], moments[1], gamma, beta, epsilon, 1); // [N, C, h, w]
  }

  /** A head may have changed the size of the map before it asks for a convolution. */
  private Shape shape(SDVariable x, int channels) {
    long[] shape = shape(x);
    return new Shape(channels, (int) shape[2], (int) shape[3]);
  }

  /** [1, C, h, w]; asks only what lies between maps that are known and this one. */
  private long[] shape(SDVariable x) {
    if (!shapes.containsKey(x.name())) {
      shapes.put(x.name(), StaticShapes.of(x, shapes));
    }
    return shapes.get(x.name());
  }

  @Override
  public SDVariable linear(String name, SDVariable x, int inputs, int outputs) {
    scope.count((long) inputs * outputs);
    return HeadScope.super.linear(name, x, inputs, outputs);
  }
}
