package org.automtl4j.graph.prototxt;

/** What to do with fields that would change what a layer computes, but that no backbone has: unequal kernel sides, a slope of ReLU, coefficients of Eltwise. */
public enum UnsupportedFields {
  /** They are errors: nothing is left out in silence. */
  REFUSE,
  /** They are ignored, as the published AutoMTL reader ignores them: networks that were trained with it stay what they were. */
  IGNORE
}
