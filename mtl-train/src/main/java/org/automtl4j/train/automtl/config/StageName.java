package org.automtl4j.train.automtl.config;

/** The stages of a run, in their order. */
public enum StageName {
  /** Trains the mean of all branches. */
  PRE,
  /** Trains weights and policies in turns. */
  SEARCH,
  /** Draws an architecture from the policies. */
  SAMPLE,
  /** Trains the architecture that was found. */
  POST
}
