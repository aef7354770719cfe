package org.automtl4j.train.step;

/** How the tasks of one iteration share optimiser steps. */
public enum TaskStepping {
  /** Every task in turn takes its own batch, forward, backward and optimiser step; there is no summed loss. As published. */
  ALTERNATING,
  /** One batch carries the labels of all tasks; their weighted losses are summed and one optimiser step is taken. */
  JOINT
}
