package org.automtl4j.graph.model.convert.internal;

/**
 * What a layer of the source gives.
 *
 * @param node the backbone's layer that gives it, or {@link org.automtl4j.graph.backbone.Node#DATA}
 * @param single whether it is one pixel, so that flattening it changes nothing
 * @param pad zeros around it that a layer of its own adds in the source; the next convolution takes them over
 * @param rectified whether no value is negative
 */
public record Value(int node, boolean single, int pad, boolean rectified) {

  static Value of(int node) {
    return new Value(node, false, 0, false);
  }

  Value padded(int more) {
    return new Value(node, false, pad + more, rectified);
  }
}
