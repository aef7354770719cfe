package org.automtl4j.graph.model.convert.internal;

import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;

/**
 * What a layer of the source gives.
 *
 * @param node the backbone's layer that gives it, or {@link Node#DATA}
 * @param single whether it is one pixel, so that flattening it changes nothing
 * @param pad zeros around it that a layer of its own adds in the source; the next convolution takes them over
 * @param rectified whether no value is negative
 * @param scale what stored numbers made of the input; nothing (no channels) for what layers give
 * @param form how the source's axes stand
 * @param groups of channels, in forms that have them
 * @param shape the map's shape; 0 where it is not known
 */
public record Value(int node, boolean single, int pad, boolean rectified, InputScale scale, Form form, int groups, Shape shape) {
  private static final Shape UNKNOWN = new Shape(0, 0, 0);

  /** How the axes of a map stand in the source. */
  enum Form {
    /** [N, C, H, W]. */
    MAP,
    /** [N, C], of one pixel. */
    FLAT,
    /** [N, H, W, C]. */
    CHANNELS_LAST,
    /** [N, G, C/G, H, W], the first half of a shuffle. */
    GROUPED,
    /** [N, C/G, G, H, W]. */
    SPREAD
  }

  /** What a layer gives. */
  Value(int node, boolean single, int pad, boolean rectified) {
    this(node, single, pad, rectified, InputScale.none(0), Form.MAP, 0, UNKNOWN);
  }

  public static Value of(int node) {
    return new Value(node, false, 0, false);
  }

  static Value input(Shape shape) {
    return of(Node.DATA).scaled(InputScale.none(shape.channels())).shaped(shape);
  }

  Value padded(int more) {
    return new Value(node, single, pad + more, rectified, scale, form, groups, shape);
  }

  Value scaled(InputScale other) {
    return new Value(node, single, pad, rectified, other, form, groups, shape);
  }

  Value in(Form other, int count) {
    return new Value(node, single, pad, rectified, scale, other, count, shape);
  }

  Value shaped(Shape other) {
    return new Value(node, single || other.height() == 1 && other.width() == 1, pad, rectified, scale, form, groups, other);
  }

  boolean isSized() {
    return shape.height() > 0 && shape.width() > 0;
  }
}
