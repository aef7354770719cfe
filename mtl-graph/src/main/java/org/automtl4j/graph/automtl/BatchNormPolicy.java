package org.automtl4j.graph.automtl;

/** Whether BatchNorms take part in the search. */
public enum BatchNormPolicy {
  /** Each task has its own BatchNorms in the stages SOFT and HARD. */
  TASK_SPECIFIC,
  /** BatchNorms have policies as convolutions do; their skip branch is the identity. */
  SEARCH
}
