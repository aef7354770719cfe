package org.automtl4j.graph.automtl;

import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;
import org.nd4j.autodiff.samediff.SDVariable;

/** Layers without branches: the same for every task. */
final class PlainLayers {
  private final GraphScope scope;

  PlainLayers(GraphScope scope) {
    this.scope = scope;
  }

  /** [N, C, H, W] and [N, C, H, W] (a height or width of 1 is broadcast) to [N, C, H, W]. */
  SDVariable eltwise(String name, Eltwise e, SDVariable a, SDVariable b) {
    return switch (e.operation()) {
      case SUM -> a.add(name, b);
      case PROD -> a.mul(name, b);
      case MAX -> scope.sd.max(name, a, b);
    };
  }

  /** [N, C, 1, 1] to [N, outputs, 1, 1]; wider maps on the last axis, [N, C, H, W] to [N, C, H, outputs]. */
  SDVariable innerProduct(String name, Node node, InnerProduct l, SDVariable x) {
    Shape in = scope.shape(node.inputs().get(0));
    Shape out = scope.shape(node.index());
    SDVariable weight = scope.parameter(ParameterNames.layer(node.index(), ParameterNames.WEIGHT)); // [in, out]
    SDVariable rows = scope.sd.reshape(x, -1, in.height() == 1 && in.width() == 1 ? in.channels() : in.width()); // [N, C] or [N C H, W]
    SDVariable y = rows.mmul(weight);
    if (l.bias()) {
      y = y.add(scope.parameter(ParameterNames.layer(node.index(), ParameterNames.BIAS)));
    }
    scope.count((long) out.channels() * out.height() * out.width() * scope.model.backbone().inputChannelsOf(node.index()));
    return scope.sd.reshape(name, y, -1, out.channels(), out.height(), out.width());
  }
}
