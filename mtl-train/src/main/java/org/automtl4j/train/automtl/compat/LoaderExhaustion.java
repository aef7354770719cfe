package org.automtl4j.train.automtl.compat;

/** What happens when a task has used up its batches. */
public enum LoaderExhaustion {
  /** Its next epoch starts at once. */
  NEXT_EPOCH,
  /** It takes no step in that iteration, and its next epoch starts in the following one. As published. */
  LOSE_TURN
}
