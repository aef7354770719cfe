package org.automtl4j.train.method;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.head.TaskHead;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a network is to be made of.
 *
 * @param backbone where it comes from
 * @param tasks the tasks with their heads, at least one, in order
 * @param inputChannels channels of the images
 * @param dataType type of all numbers
 * @param seed of first numbers
 */
public record NetworkRequest(BackboneSource backbone, List<HeadedTask> tasks, int inputChannels, DataType dataType, long seed) {

  /**
   * A task and what answers it.
   *
   * @param task the task
   * @param head turns the backbone's features into its prediction
   */
  public record HeadedTask(Task task, TaskHead head) {}

  /** Checks that there is a task. */
  public NetworkRequest {
    Objects.requireNonNull(backbone, "backbone");
    Objects.requireNonNull(dataType, "dataType");
    tasks = List.copyOf(tasks);
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least one task");
    }
  }

  /**
   * @param names of some of the tasks
   * @return the same with those tasks alone
   */
  public NetworkRequest only(Collection<String> names) {
    return new NetworkRequest(backbone, tasks.stream().filter(t -> names.contains(t.task().name())).toList(), inputChannels, dataType, seed);
  }
}
