package org.automtl4j.graph.model.convert.internal;

import org.automtl4j.graph.backbone.Node;

/**
 * What a layer of the source gives.
 *
 * @param node the backbone's layer that gives it, or {@link Node#DATA}
 * @param single whether it is one pixel, so that flattening it changes nothing
 * @param pad zeros around it that a layer of its own adds in the source; the next convolution takes them over
 * @param rectified whether no value is negative
 * @param scale what stored numbers made of the input; nothing (no channels) for what layers give
 */
public record Value(int node, boolean single, int pad, boolean rectified, InputScale scale) {

  /** What a layer gives. */
  Value(int node, boolean single, int pad, boolean rectified) {
    this(node, single, pad, rectified, InputScale.none(0));
  }

  public static Value of(int node) {
    return new Value(node, false, 0, false);
  }

  static Value input(int channels) {
    return of(Node.DATA).scaled(InputScale.none(channels));
  }

  Value padded(int more) {
    return new Value(node, false, pad + more, rectified, scale);
  }

  Value scaled(InputScale other) {
    return new Value(node, single, pad, rectified, other);
  }
}
