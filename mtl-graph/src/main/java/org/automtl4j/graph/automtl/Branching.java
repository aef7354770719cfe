package org.automtl4j.graph.automtl;

/** Which branch each task takes at each convolution and BatchNorm. */
@FunctionalInterface
public interface Branching {
  /** Hard sharing: one trunk for all tasks, BatchNorms included. */
  Branching HARD_SHARING = (task, layer) -> Branch.SHARED;

  /** Nothing in common: each task has all layers of its own. */
  Branching SEPARATE = (task, layer) -> Branch.SPECIFIC;

  /**
   * @param task a task's name
   * @param layer index of a convolution or BatchNorm
   * @return the task's branch there
   */
  Branch at(String task, int layer);
}
