package org.automtl4j.train.step;

/** How the tasks of one iteration share optimiser steps. */
public enum TaskStepping {
  /** Every task in turn takes its own batch, forward, backward and optimiser step; there is no summed loss. As published. */
  ALTERNATING,
  /** One batch carries the labels of all tasks; their weighted losses are summed and one optimiser step is taken. */
  JOINT,
  /**
   * Every task takes its own batch, forward and backward at the same parameters; one optimiser step is taken with what a balancing method makes of the
   * gradients of shared parameters, or with their sum.
   */
  GATHERED,
  /** What the balancing method needs; without one {@link #ALTERNATING}. */
  AUTO
}
