package org.automtl4j.graph.automtl;

import java.util.List;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.PRelu;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.network.layer.FixedLayers;
import org.nd4j.autodiff.samediff.SDVariable;

/** Layers without branches: the same for every task. */
final class PlainLayers {
  private final GraphScope scope;

  PlainLayers(GraphScope scope) {
    this.scope = scope;
  }

  /** A layer without parameters, see {@link FixedLayers}. */
  SDVariable fixed(String name, Node node, List<SDVariable> inputs) {
    return fixed().build(name, node.layer(), inputs, node.inputs().stream().map(scope::shape).toList());
  }

  /** [N, C, H, W] to the same. */
  SDVariable prelu(String name, Node node, SDVariable x) {
    SDVariable slope = scope.parameter(ParameterNames.layer(node.index(), PRelu.SLOPE)); // [C]
    return fixed().prelu(name, x, slope, scope.model.backbone().channels(node.index()));
  }

  private FixedLayers fixed() {
    return new FixedLayers(scope.sd, scope.model.dataType(), scope::constant);
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
