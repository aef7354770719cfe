package org.automtl4j.graph.adamtl;

/** How a decoder makes maps of tokens [N, L, D]. */
public enum DecoderLayout {
  /** Token by token: [N, H, W, D] with its last axis moved to the front. */
  CORRECT,
  /** As the published code does it: the same memory seen as [N, D, H, W], which mixes places and features. For its weights. */
  LEGACY
}
