package org.automtl4j.graph.network;

import static org.automtl4j.graph.network.Parts.BETA;
import static org.automtl4j.graph.network.Parts.GAMMA;
import static org.automtl4j.graph.network.Parts.MEAN;
import static org.automtl4j.graph.network.Parts.VARIANCE;

import org.automtl4j.core.ops.LayerNorms;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.initializer.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/** Adds normalisations to a graph. */
final class Normalisations {
  private final GraphBuilder scope;

  Normalisations(GraphBuilder scope) {
    this.scope = scope;
  }

  /** In training moments and batchnorm, with an update that is owed; in evaluation batchnorm with the running statistics. */
  SDVariable batchNorm(LayerName name, SDVariable x, BatchNorm layer) {
    SameDiff sd = scope.sameDiff();
    Shape shape = scope.shape(x);
    int channels = shape.channels();
    SDVariable gamma = layer.affine() ? parameter(name, GAMMA, Role.WEIGHT, 1, channels) : filled(channels, 1); // [C]
    SDVariable beta = layer.affine() ? parameter(name, BETA, Role.WEIGHT, 0, channels) : filled(channels, 0); // [C]
    boolean ofTheBatch = scope.training() || !layer.trackStatistics();
    if (!ofTheBatch) {
      SDVariable mean = parameter(name, MEAN, Role.STATISTIC, 0, channels); // [C]
      SDVariable variance = parameter(name, VARIANCE, Role.STATISTIC, 1, channels); // [C]
      return scope.shaped(sd.nn().batchNorm(name.output(), x, mean, variance, gamma, beta, layer.epsilon(), 1), shape); // [N, C, H, W]
    }
    int positions = shape.height() * shape.width();
    if (positions == 1) {
      scope.oneValue(name.output());
    }
    SDVariable[] moments = sd.math().moments(new String[] {name.output() + ".mean", name.output() + ".variance"}, x, new int[] {0, 2, 3}, false); // [C], [C]
    if (layer.trackStatistics()) {
      scope.declare(name.parameter(MEAN), Role.STATISTIC, Initializer.constant(0), channels);
      scope.declare(name.parameter(VARIANCE), Role.STATISTIC, Initializer.constant(1), channels);
      scope.update(new StatisticsUpdate(moments[0].name(), moments[1].name(), name.parameter(MEAN), name.parameter(VARIANCE), layer.momentum(), x.name(), positions));
    }
    return scope.shaped(sd.nn().batchNorm(name.output(), x, moments[0], moments[1], gamma, beta, layer.epsilon(), 1), shape); // [N, C, H, W]
  }

  SDVariable layerNorm(LayerName name, SDVariable x, int width, double epsilon) {
    SDVariable gamma = parameter(name, GAMMA, Role.WEIGHT, 1, width); // [W]
    SDVariable beta = parameter(name, BETA, Role.WEIGHT, 0, width); // [W]
    return LayerNorms.layerNorm(x, gamma, beta, epsilon).rename(name.output()); // [.., W]
  }

  private SDVariable parameter(LayerName name, String part, Role role, double value, int channels) {
    return scope.parameter(name.parameter(part), role, Initializer.constant(value), channels);
  }

  private SDVariable filled(int channels, double value) {
    return scope.constant("filled." + channels + "." + value, () -> Nd4j.valueArrayOf(new long[] {channels}, value, scope.dataType()));
  }
}
