package org.automtl4j.train.adamtl.config;

import java.util.Optional;
import org.automtl4j.core.config.Key;
import org.automtl4j.graph.adamtl.ControllerPolicy;
import org.automtl4j.train.adamtl.TaskTurns;

/**
 * Turns of single tasks.
 *
 * @param mode how tasks follow each other
 * @param iterations of all turns together
 * @param turn iterations of a turn
 * @param ownLossOnly whether the loss of the task alone counts
 */
public record TurnsConfig(
    @Key("How tasks follow each other: `ALTERNATING`, `SEQUENTIAL`, or `NONE`, which is the default where all tasks share controllers; else the first is.")
        Optional<TaskTurns.Mode> mode,
    @Key(value = "Iterations of all turns together.", byDefault = "3900", min = 0) int iterations,
    @Key(value = "Iterations of a turn in `ALTERNATING`; the published ones are epochs.", byDefault = "39", min = 1) int turn,
    @Key(value = "Whether the loss of the task alone counts in its turn; else those of all tasks do.", byDefault = "false") boolean ownLossOnly) {

  /**
   * @param policy whose controllers there are
   * @return the same as stages take it
   */
  public TaskTurns toTurns(ControllerPolicy policy) {
    TaskTurns.Mode chosen = mode.orElse(policy == ControllerPolicy.SINGLE ? TaskTurns.Mode.NONE : TaskTurns.Mode.ALTERNATING);
    return chosen == TaskTurns.Mode.NONE ? TaskTurns.NONE : new TaskTurns(chosen, iterations, turn, ownLossOnly);
  }
}
