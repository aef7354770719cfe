package org.automtl4j.app.config;

/** The weights that a stage ends with. */
public enum TakenWeights {
  /** Those after its last iteration, as published. */
  LAST,
  /** Those of its best validation. */
  BEST
}
