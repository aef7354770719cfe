package org.automtl4j.train.config;

/** By what models are ranked on the validation split. */
public enum ValidationMetric {
  /** The mean over tasks of the relative change of the task's metrics: larger is better. */
  DELTA,
  /** The weighted sum of the tasks' losses: smaller is better. */
  LOSS
}
