package org.automtl4j.train.method;

import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.step.TaskStepping;

/**
 * How a run balances its tasks, and how often it looks at their conflicts.
 *
 * @param method what balances; empty: the weighted sum of losses
 * @param conflictsEvery iterations between measurements of the cosines of tasks' gradients, which change no bit of a training; 0: never
 */
public record BalanceSettings(Optional<Balancing> method, int conflictsEvery) {
  /** The weighted sum of losses. */
  public static final BalanceSettings NONE = new BalanceSettings(Optional.empty(), 0);

  /** Checks the ranges. */
  public BalanceSettings {
    if (conflictsEvery < 0) {
      throw new InvalidInputException("conflicts.every: at least 0 iterations (0: never), found " + conflictsEvery);
    }
  }

  /**
   * @param asked how tasks are to share steps
   * @param inOnePass whether the network has all tasks in one pass, so that they cannot take turns
   * @return the way that is meant by it, which is never AUTO
   * @throws InvalidInputException if the method cannot work with that way
   */
  public TaskStepping stepping(TaskStepping asked, boolean inOnePass) {
    TaskStepping stepping = stepping(asked);
    return asked == TaskStepping.AUTO && inOnePass && stepping == TaskStepping.ALTERNATING ? TaskStepping.JOINT : stepping;
  }

  /**
   * @param asked how tasks are to share steps
   * @return the way that is meant by it in a network whose tasks may take turns, which is never AUTO
   * @throws InvalidInputException if the method cannot work with that way
   */
  public TaskStepping stepping(TaskStepping asked) {
    if (asked == TaskStepping.AUTO) {
      return method.map(m -> TaskStepping.valueOf(m.needs().stepping().name())).orElse(TaskStepping.ALTERNATING);
    }
    method.ifPresent(m -> m.needs().refusal(Needs.Stepping.valueOf(asked.name())).ifPresent(why -> {
      throw new InvalidInputException("balancing " + m.type() + " " + why + ", or leave taskStepping out");
    }));
    return asked;
  }
}
