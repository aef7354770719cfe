package org.automtl4j.train.automtl.stage;

/** How an architecture is taken from the policies. */
public enum SamplingMode {
  /** Branches are drawn from the policies' probabilities; of several candidates the first is the most probable architecture. */
  SAMPLE,
  /** The most probable branch everywhere. */
  ARGMAX
}
