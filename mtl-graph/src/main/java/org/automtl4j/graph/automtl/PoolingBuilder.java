package org.automtl4j.graph.automtl;

import org.automtl4j.graph.backbone.Padding;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.network.layer.Poolings;
import org.nd4j.autodiff.samediff.SDVariable;

/** Pooling as every network has it. */
final class PoolingBuilder {
  private final Poolings poolings;

  PoolingBuilder(GraphScope scope) {
    this.poolings = new Poolings(scope.sd, scope.model.dataType(), scope::constant);
  }

  /** [N, C, H, W] to [N, C, H', W']. */
  SDVariable build(String name, Pooling p, SDVariable x, Shape in) {
    return poolings.build(name, p, x, in);
  }

  /** [N, C, H, W] to the same with zeros around. */
  SDVariable pad(String name, Padding p, SDVariable x) {
    return poolings.zeros(name, p, x);
  }
}
