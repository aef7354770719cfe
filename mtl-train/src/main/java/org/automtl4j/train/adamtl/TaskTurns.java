package org.automtl4j.train.adamtl;

import java.util.Objects;
import org.automtl4j.core.InvalidInputException;

/**
 * Training with the controllers of one task at a time, before those of all tasks decide together.
 *
 * @param mode how tasks follow each other
 * @param iterations of all turns together
 * @param turn iterations of a task until the next one's turn, in {@link Mode#ALTERNATING}
 * @param ownLossOnly whether the loss of the task alone counts in its turn; else those of all tasks do
 */
public record TaskTurns(Mode mode, int iterations, int turn, boolean ownLossOnly) {
  /** There are no turns. */
  public static final TaskTurns NONE = new TaskTurns(Mode.NONE, 0, 1, false);

  /** How tasks follow each other. */
  public enum Mode {
    /** No task has a turn of its own. */
    NONE,
    /** Each in turn, again and again; all learns but the decoders of the other tasks. */
    ALTERNATING,
    /** One after the other; the task's controllers and its decoder learn alone. */
    SEQUENTIAL
  }

  /** Checks the ranges. */
  public TaskTurns {
    Objects.requireNonNull(mode, "mode");
    if (iterations < 0 || turn < 1) {
      throw new InvalidInputException("turns of tasks: " + iterations + " iterations in turns of " + turn + ", allowed: at least 0 in turns of at least 1");
    }
  }

  /** How many iterations there are before those of all tasks together. */
  int all() {
    return mode == Mode.NONE ? 0 : iterations;
  }

  /** How many iterations a task has until the next one's turn. */
  int ofATask(int tasks) {
    return mode == Mode.SEQUENTIAL ? Math.max(1, (iterations + tasks - 1) / tasks) : turn;
  }
}
