package org.automtl4j.graph.model.internal;

import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.ModelSize;
import org.nd4j.linalg.api.buffer.DataType;

/** How a finished model answers. */
public sealed interface ModelRuntime permits LayeredModel, GraphModel {

  /** @return the method that the model's network belongs to, as files write it */
  String method();

  /** @return the tasks in order */
  List<Task> tasks();

  /** @return what answers a task, as people call it; empty if that is not known */
  String headType(String task);

  /**
   * @param name a task's name
   * @return the task
   * @throws InvalidInputException if there is none
   */
  default Task task(String name) {
    return tasks().stream().filter(task -> task.name().equals(name)).findFirst()
        .orElseThrow(() -> new InvalidInputException("no task '" + name + "'; the model has " + tasks().stream().map(Task::name).toList()));
  }

  /** @return channels of the images */
  int inputChannels();

  /** @return rows of the images that the model is made for */
  int height();

  /** @return columns of them */
  int width();

  /** @return whether it takes images of that size only */
  boolean fixedSize();

  /** @return type of all numbers */
  DataType dataType();

  /** @return how many numbers it stores, running statistics included */
  long numbers();

  /** @return how large it is */
  ModelSize size();

  /**
   * @param use what a graph is made for
   * @return the graph, over this model's numbers
   */
  InferenceGraph graph(PlanPool.Use use);

  /** @return the graph of all tasks at the model's own size */
  default InferenceGraph graph() {
    return graph(new PlanPool.Use(tasks().stream().map(Task::name).toList(), height(), width()));
  }

  /**
   * @param images how many
   * @param height their rows
   * @param width their columns
   * @return what a prediction takes at least
   */
  PredictionMemory memory(long images, int height, int width);

  /** @return [C, H, W] */
  default long[] inputShape() {
    return new long[] {inputChannels(), height(), width()};
  }
}
