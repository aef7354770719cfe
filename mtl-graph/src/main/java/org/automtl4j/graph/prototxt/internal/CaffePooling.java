package org.automtl4j.graph.prototxt.internal;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Shape;

/** Pooling as Caffe rounds it: up, unless the file says otherwise; backbones round down, unless the file says otherwise. */
final class CaffePooling {
  private CaffePooling() {}

  /** Pixels of one side of a pooling's output in Caffe. */
  static int size(Pooling p, int side) {
    return new Pooling(p.name(), p.mode(), p.kernel(), p.stride(), p.pad(), true, p.global()).outputSize(side);
  }

  /** Whether Caffe gives a pooling's output other sizes. */
  static boolean differs(Pooling pooling, Shape in) {
    return !pooling.global() && !pooling.ceil()
        && (size(pooling, in.height()) != pooling.outputSize(in.height()) || size(pooling, in.width()) != pooling.outputSize(in.width()));
  }

  /** A remark for the first layer that Caffe would give another size; those behind it follow. None where the file says how it rounds, or gives no size. */
  static List<String> remarks(Backbone backbone, List<FileLayer> layers) {
    List<String> remarks = new ArrayList<>();
    if (backbone.headerShape().isEmpty()) {
      return remarks;
    }
    Shape header = backbone.headerShape().get();
    List<Shape> shapes = backbone.shapes(header.height(), header.width());
    for (Node node : backbone.nodes()) {
      Shape in = node.inputs().get(0) == Node.DATA ? header : shapes.get(node.inputs().get(0));
      if (node.layer() instanceof Pooling p && !layers.get(node.index()).fields().child("pooling_param").has("round_mode") && differs(p, in)) {
        remarks.add("layer " + p.name() + " would be " + size(p, in.height()) + "x" + size(p, in.width()) + " in Caffe, which rounds up; here it is " + p.outputSize(in.height()) + "x"
            + p.outputSize(in.width()) + ". round_mode: CEIL rounds up, round_mode: FLOOR says that down is meant");
        return remarks;
      }
    }
    return remarks;
  }
}
