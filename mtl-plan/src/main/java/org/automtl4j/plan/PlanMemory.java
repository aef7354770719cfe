package org.automtl4j.plan;

import org.automtl4j.plan.internal.memory.Blocks;

/**
 * Memory that several plans of one thread use in turn, such as the plans of a model's tasks that take steps one after the other: together they need as much as
 * the largest. Values and gradients of a plan are then valid until the next step of any of these plans. When a larger plan
 * joins, the memory is taken anew at the next step. It is given back when the last of its plans is closed.
 */
public final class PlanMemory {
  private final Blocks blocks = new Blocks();

  /** @return the bytes that are taken, 0 before the first step */
  public long bytes() {
    return blocks.bytes();
  }

  Blocks blocks() {
    return blocks;
  }
}
