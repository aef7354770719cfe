package org.automtl4j.graph.automtl;

import java.util.List;
import java.util.Optional;

/** Makes {@link TaskGraph}s. */
public final class TaskGraphs {
  private TaskGraphs() {}

  /**
   * Makes a graph for several tasks at once. What their paths have in common (the same layer over the same input with the same parameters) is computed once.
   *
   * @param model the supermodel, whose arrays the graph reads
   * @param stage which branches a path computes
   * @param tasks the tasks, at least one
   * @param training whether BatchNorms use the batch's statistics and dropout is on
   * @param height rows of the input, in pixels
   * @param width columns of the input, in pixels
   * @param architecture the branches of stage HARD; without one, the most probable branches. Other stages do not look at it
   * @return the graph
   * @throws org.automtl4j.core.InvalidInputException if the input size does not fit the backbone, the model lacks a task, or the architecture is not one of
   *     this model
   */
  public static TaskGraph build(
      SuperModel model, Stage stage, List<String> tasks, boolean training, int height, int width, Optional<Architecture> architecture) {
    return build(model, stage, tasks, training, false, height, width, architecture, false);
  }

  /**
   * Makes the graph of a finished model: in evaluation mode and without layers that no prediction needs, so that its parameters are those that a model file
   * keeps.
   *
   * @param model the supermodel, whose arrays the graph reads
   * @param stage COMMON, TASK_SPECIFIC or HARD
   * @param tasks the tasks, at least one
   * @param height rows of the input, in pixels
   * @param width columns of the input, in pixels
   * @param architecture the branches of stage HARD; without one, the most probable branches. Other stages do not look at it
   * @return the graph
   * @throws org.automtl4j.core.InvalidInputException if the input size does not fit the backbone, the model lacks a task, or the architecture is not one of
   *     this model
   * @throws IllegalArgumentException for a stage that mixes branches and so has no final model
   */
  public static TaskGraph inference(SuperModel model, Stage stage, List<String> tasks, int height, int width, Optional<Architecture> architecture) {
    return inference(model, stage, tasks, false, height, width, architecture);
  }

  /**
   * Makes the graph of a finished model, perhaps for images of one size only.
   *
   * @param model the supermodel, whose arrays the graph reads
   * @param stage COMMON, TASK_SPECIFIC or HARD
   * @param tasks the tasks, at least one
   * @param fixedSize whether kernels of convolutions lack the taps that see nothing but padding at this size: where the model has them, the graph reads a copy without them
   * @param height rows of the input, in pixels
   * @param width columns of the input, in pixels
   * @param architecture the branches of stage HARD; without one, the most probable branches. Other stages do not look at it
   * @return the graph
   * @throws org.automtl4j.core.InvalidInputException if the input size does not fit the backbone, the model lacks a task, or the architecture is not one of
   *     this model
   * @throws IllegalArgumentException for a stage that mixes branches and so has no final model
   */
  public static TaskGraph inference(
      SuperModel model, Stage stage, List<String> tasks, boolean fixedSize, int height, int width, Optional<Architecture> architecture) {
    if (stage == Stage.PRE_TRAIN || stage == Stage.SOFT) {
      throw new IllegalArgumentException("stage " + stage + " mixes branches; a finished model has one branch each");
    }
    return build(model, stage, tasks, false, fixedSize, height, width, architecture, true);
  }

  private static TaskGraph build(
      SuperModel model, Stage stage, List<String> tasks, boolean training, boolean fixedSize, int height, int width, Optional<Architecture> architecture, boolean needed) {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("a graph needs at least one task");
    }
    Paths paths = Paths.of(model, stage, architecture);
    GraphScope scope = new GraphScope(model, stage, training, fixedSize, height, width);
    PathBuilder builder = new PathBuilder(scope, paths, needed);
    tasks.forEach(task -> builder.add(model.task(task)));
    return scope.finish(tasks);
  }

  /**
   * Makes a graph for one task, for any stage but HARD, or for HARD with the most probable branches.
   *
   * @param model the supermodel, whose arrays the graph reads
   * @param stage which branches a path computes
   * @param task the task
   * @param training whether BatchNorms use the batch's statistics and dropout is on
   * @param height rows of the input, in pixels
   * @param width columns of the input, in pixels
   * @return the graph
   */
  public static TaskGraph build(SuperModel model, Stage stage, String task, boolean training, int height, int width) {
    return build(model, stage, List.of(task), training, height, width, Optional.empty());
  }
}
