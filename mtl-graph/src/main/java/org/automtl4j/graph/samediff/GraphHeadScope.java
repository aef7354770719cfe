package org.automtl4j.graph.samediff;

import static org.automtl4j.graph.supermodel.ParameterNames.BIAS;
import static org.automtl4j.graph.supermodel.ParameterNames.WEIGHT;

import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.head.HeadScope;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.ops.Convolutions;
import org.automtl4j.graph.ops.Convolutions.Window;
import org.automtl4j.graph.ops.StaticShapes;
import org.automtl4j.graph.supermodel.ParameterNames;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Builds a head into a graph, over the supermodel's parameters. */
final class GraphHeadScope implements HeadScope {
  private final GraphScope scope;
  private final String task;
  private final SDVariable feature;
  private int dropouts;

  GraphHeadScope(GraphScope scope, String task, SDVariable feature) {
    this.scope = scope;
    this.task = task;
    this.feature = feature;
  }

  @Override
  public SameDiff sameDiff() {
    return scope.sd;
  }

  @Override
  public int channels() {
    return scope.model.backbone().channels(scope.model.backbone().output().index());
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
  public SDVariable conv(String name, SDVariable x, int inputs, int outputs, int kernel, int dilation) {
    Node last = scope.model.backbone().output();
    Shape map = scope.shape(last.index());
    Window window = window(x, map, Window.same(kernel, dilation));
    scope.count((long) map.height() * map.width() * window.kernelHeight() * window.kernelWidth() * inputs * outputs);
    if (window.kernelHeight() == kernel && window.kernelWidth() == kernel) {
      return HeadScope.super.conv(name, x, inputs, outputs, kernel, dilation);
    }
    String prefix = name.isEmpty() ? "" : name + ".";
    SDVariable weight = scope.kernel(ParameterNames.head(task, prefix + WEIGHT), window); // [kH, kW, inputs, outputs]
    SDVariable bias = scope.parameter(ParameterNames.head(task, prefix + BIAS)); // [outputs]
    return Convolutions.conv(scope.sd, variable(name.isEmpty() ? "conv" : name), x, weight, bias, window); // [N, outputs, h, w]
  }

  /** A head may have changed the size of the map before it asks for a convolution. */
  private Window window(SDVariable x, Shape map, Window whole) {
    if (!scope.isFixedSize() || whole.kernelHeight() == 1) {
      return whole;
    }
    long[] shape = x.name().equals(feature.name()) ? new long[] {1, map.channels(), map.height(), map.width()} : StaticShapes.of(x);
    return scope.window(whole, new Shape(map.channels(), (int) shape[2], (int) shape[3]));
  }

  @Override
  public SDVariable linear(String name, SDVariable x, int inputs, int outputs) {
    scope.count((long) inputs * outputs);
    return HeadScope.super.linear(name, x, inputs, outputs);
  }
}
