package org.automtl4j.train.step;

import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;

/**
 * What a phase minimises: the sum over tasks of weight * loss, and of factor * penalty. Weights and factors are fed to the graph, so that they may change from
 * step to step, and between the forward and the backward pass of one.
 *
 * @param taskWeights by task; 1 for those that are not named
 * @param penalties what is added to the losses, or reported beside them
 */
public record Objective(Map<String, Double> taskWeights, List<Penalty> penalties) {
  /** The losses alone, with weight 1. */
  public static final Objective LOSSES = new Objective(Map.of(), List.of());

  /** Checks the weights and keeps copies. */
  public Objective {
    taskWeights = Map.copyOf(taskWeights);
    penalties = List.copyOf(penalties);
    taskWeights.forEach((task, weight) -> {
      if (!Double.isFinite(weight)) {
        throw new InvalidInputException("weight of task '" + task + "': a finite number, found " + weight);
      }
    });
  }

  /**
   * @param task a task's name
   * @return the factor of its loss
   */
  public double weight(String task) {
    return taskWeights.getOrDefault(task, 1.0);
  }
}
