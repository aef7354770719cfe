package org.automtl4j.graph.automtl;

/** Which of its branches a task's path computes. With a single task there are only shared parts, and every stage is the plain backbone. */
public enum Stage {
  /** Hard sharing: shared convolutions and shared BatchNorms. */
  COMMON,
  /** Each task has convolutions and BatchNorms of its own. */
  TASK_SPECIFIC,
  /** The mean of the branches: shared, specific, skip for convolutions; shared and specific for BatchNorms (with the skip if they have policies). */
  PRE_TRAIN,
  /** Branches weighted with relaxed samples of the policy, softmax((logits + Gumbel noise) / temperature). */
  SOFT,
  /** One branch each, as an {@link Architecture} says. */
  HARD
}
