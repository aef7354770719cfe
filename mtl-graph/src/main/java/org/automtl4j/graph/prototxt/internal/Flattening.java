package org.automtl4j.graph.prototxt.internal;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.InvalidLayerException;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;

/**
 * Linear layers over whole maps, as the classifiers of VGG have them, are convolutions whose kernel is the map: the same numbers, and images of other sizes
 * can be read as well (Long, Shelhamer, Darrell, CVPR 2015).
 */
final class Flattening {
  private Flattening() {}

  /**
   * @param every whether also those are changed that fit a map's last axis, as the published reader applies them
   * @param remarks takes what was done
   */
  static Backbone apply(Backbone backbone, int height, int width, boolean every, List<String> remarks) {
    Backbone result = backbone;
    while (true) {
      Node wide = wide(result, height, width, every);
      if (wide == null) {
        return result;
      }
      InnerProduct l = (InnerProduct) wide.layer();
      int side = shape(result, wide, height, width).height();
      List<Node> nodes = new ArrayList<>(result.nodes());
      nodes.set(wide.index(), new Node(wide.index(), new Convolution(l.name(), l.outputs(), side, 1, 0, 1, 1, l.bias()), wide.top(), wide.bottoms(), wide.inputs()));
      remarks.add("layer " + l.name() + " reads a map of " + side + "x" + side + ": it is a convolution with a kernel of that size here, which has the same numbers");
      result = Backbone.of(result.name(), result.inputChannels(), nodes);
    }
  }

  /** The first such layer, as far as shapes can be had. */
  private static Node wide(Backbone backbone, int height, int width, boolean every) {
    for (Node node : backbone.nodes()) {
      if (node.layer() instanceof InnerProduct) {
        Shape in = shape(backbone, node, height, width);
        if (in.height() == in.width() && in.height() > 1 && (every || in.width() != backbone.inputChannelsOf(node.index()))) {
          return node;
        }
      }
    }
    return null;
  }

  /** The shape that a layer reads; 0x0x0 where a layer before it does not fit. */
  private static Shape shape(Backbone backbone, Node node, int height, int width) {
    int input = node.inputs().get(0);
    if (input == Node.DATA) {
      return new Shape(backbone.inputChannels(), height, width);
    }
    try {
      return Backbone.of(backbone.name(), backbone.inputChannels(), backbone.nodes().subList(0, node.index())).shapes(height, width).get(input);
    } catch (InvalidLayerException e) {
      return new Shape(0, 0, 0); // whoever checks all sizes says what is wrong
    }
  }
}
