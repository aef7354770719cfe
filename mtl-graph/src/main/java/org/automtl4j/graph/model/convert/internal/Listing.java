package org.automtl4j.graph.model.convert.internal;

import java.util.List;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;

/** A backbone's layers, one line each. */
public final class Listing {
  private Listing() {}

  /**
   * @param backbone a backbone
   * @return name, type and shape of each layer; without heights and widths where no size of images is given
   */
  public static List<String> of(Backbone backbone) {
    List<Shape> shapes = backbone.headerShape().map(shape -> backbone.shapes(shape.height(), shape.width())).orElse(List.of());
    return backbone.nodes().stream().map((Node node) -> node.layer().name() + "  " + node.layer().type() + "  "
        + (shapes.isEmpty() ? backbone.channels(node.index()) + "x?x?" : shapes.get(node.index()).toString())).toList();
  }
}
