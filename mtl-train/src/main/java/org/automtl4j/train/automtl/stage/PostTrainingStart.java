package org.automtl4j.train.automtl.stage;

/** The weights that post-training starts from. */
public enum PostTrainingStart {
  /** New random weights. */
  SCRATCH,
  /** The weights that the search left. */
  SEARCHED
}
