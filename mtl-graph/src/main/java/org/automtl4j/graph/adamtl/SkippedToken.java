package org.automtl4j.graph.adamtl;

/** What becomes of a token that does not go through a block's MLP. */
public enum SkippedToken {
  /** It leaves the block as the attention gave it: x + m MLP(LN(x)). */
  IDENTITY,
  /** As the published code does it, which adds the normalised token: x + m MLP(m LN(x)) + (1 - m) LN(x). For its weights. */
  LEGACY_NORM
}
