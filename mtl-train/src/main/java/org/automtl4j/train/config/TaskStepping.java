package org.automtl4j.train.config;

/** How the tasks of one iteration share their steps. */
public enum TaskStepping {
  /** Each task in turn: its own batch, its own loss, its own optimiser step. */
  ALTERNATING,
  /** One batch that carries all labels, one summed loss, one step. */
  JOINT
}
