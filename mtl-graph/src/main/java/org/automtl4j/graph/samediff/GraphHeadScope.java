package org.automtl4j.graph.samediff;

import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.head.HeadScope;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.supermodel.ParameterNames;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Builds a head into a graph, over the supermodel's parameters. */
final class GraphHeadScope implements HeadScope {
  private final GraphScope scope;
  private final String task;
  private int dropouts;

  GraphHeadScope(GraphScope scope, String task) {
    this.scope = scope;
    this.task = task;
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
    scope.count((long) map.height() * map.width() * kernel * kernel * inputs * outputs);
    return HeadScope.super.conv(name, x, inputs, outputs, kernel, dilation);
  }

  @Override
  public SDVariable linear(String name, SDVariable x, int inputs, int outputs) {
    scope.count((long) inputs * outputs);
    return HeadScope.super.linear(name, x, inputs, outputs);
  }
}
