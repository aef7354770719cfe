package org.automtl4j.graph.automtl;

import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Convolution;

/** How a task gets past a convolution. */
public enum SkipPath {
  /** x itself: channels stay and the stride is 1. */
  IDENTITY,
  /** A 1x1 convolution of the same stride, ungrouped and without bias, and a BatchNorm. */
  PROJECTION,
  /** Not at all: the convolution's padding does not keep the size, so the branches would not fit together, or it makes a gate. */
  NONE;

  /** Epsilon of a projection's BatchNorm. */
  public static final double EPSILON = 1e-5;
  /** Momentum of a projection's BatchNorm. */
  public static final double MOMENTUM = 0.1;

  /**
   * @param backbone a backbone
   * @param layer index of a convolution
   * @return how to get past it; not at all where it only makes a gate of one pixel, see {@link Backbone#isGate}
   */
  public static SkipPath of(Backbone backbone, int layer) {
    return backbone.isGate(layer) ? NONE : of((Convolution) backbone.nodes().get(layer).layer(), backbone.inputChannelsOf(layer));
  }

  /**
   * @param convolution the layer
   * @param inputs its input channels
   * @return how to get past it
   */
  public static SkipPath of(Convolution convolution, int inputs) {
    if (!convolution.keepsSize()) {
      return NONE;
    }
    return inputs == convolution.outputs() && convolution.stride() == 1 ? IDENTITY : PROJECTION;
  }
}
