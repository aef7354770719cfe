package org.automtl4j.graph.network;

import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.nd4j.linalg.api.buffer.DataType;

/** The structure of a multi-task network. Immutable and without numbers: it can be printed, compared, and sent to another machine. */
public interface Network {

  /** @return the method that it belongs to, as files write it, such as {@code "mtl-nas"} */
  String method();

  /** @return its tasks, in order */
  List<Task> tasks();

  /** @return channels of the images */
  int inputChannels();

  /** @return type of all numbers, float or double */
  DataType dataType();

  /** @return all parameters, in the order of files */
  List<ParameterSpec> parameters();

  /**
   * @param parameters numbers for what the graph reads, perhaps more; the graph's variables are these very arrays
   * @param request which graph
   * @return the graph
   * @throws InvalidInputException if the size does not fit, the network lacks a task, or the view is none of this network
   */
  NetworkGraph graph(Parameters parameters, GraphRequest request);

  /** @return a text for checkpoints, equal for equal structures, whose words never change */
  String fingerprint();

  /**
   * Whether a graph of one task has the work of all tasks in it, since they read each other's features: then one pass for all is what a step is made of.
   *
   * @return false unless a network says otherwise
   */
  default boolean inOnePass() {
    return false;
  }

  /**
   * Checks that every task can learn from images of a size. What a graph of that size would refuse need not be refused here.
   *
   * @param height rows of the images, in pixels
   * @param width columns of the images, in pixels
   * @throws InvalidInputException if the size fits nothing
   */
  default void checkSize(int height, int width) {}

  /**
   * @param name a task's name
   * @return the task
   * @throws InvalidInputException if the network has no such task
   */
  default Task task(String name) {
    return tasks().stream().filter(task -> task.name().equals(name)).findFirst().orElseThrow(() -> new InvalidInputException(
        "the model has no task '" + name + "'; its tasks are " + String.join(", ", tasks().stream().map(Task::name).toList())));
  }
}
