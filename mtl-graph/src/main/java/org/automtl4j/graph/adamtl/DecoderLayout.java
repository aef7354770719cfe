package org.automtl4j.graph.adamtl;

import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.network.Features;
import org.automtl4j.graph.network.NetworkScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** How a decoder makes maps of tokens [N, L, D]. */
public enum DecoderLayout {
  /** Token by token: [N, H, W, D] with its last axis moved to the front. */
  CORRECT,
  /** As the published code does it: the same memory seen as [N, D, H, W], which mixes places and features. For its weights. */
  LEGACY;

  Features.FeatureMap map(NetworkScope scope, SDVariable tokens, Shape shape) {
    SDVariable map = switch (this) {
      case CORRECT -> tokens.reshape(-1, shape.height(), shape.width(), shape.channels()).permute(0, 3, 1, 2); // [N, D, H, W]
      case LEGACY -> tokens.reshape(-1, shape.channels(), shape.height(), shape.width()); // [N, D, H, W]
    };
    return new Features.FeatureMap(scope.shaped(map, shape), shape);
  }
}
