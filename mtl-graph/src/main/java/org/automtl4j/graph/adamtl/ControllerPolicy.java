package org.automtl4j.graph.adamtl;

/** Whose controllers there are. */
public enum ControllerPolicy {
  /** One set for all tasks (task-agnostic, TAG). */
  SINGLE,
  /** One set for each task, whose decisions are merged by OR (task-aware, TAW). */
  PER_TASK
}
