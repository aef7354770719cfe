package org.automtl4j.graph.head;

import org.automtl4j.core.task.Task;
import org.automtl4j.graph.initializer.Initialization;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a head stores and computes, as far as it is made of {@link HeadScope#conv} and {@link HeadScope#linear}.
 *
 * @param parameters numbers that it stores
 * @param perPosition multiply-adds of its convolutions at each position of the feature's map
 * @param once multiply-adds of its linear layers for one image
 */
public record HeadWork(long parameters, long perPosition, long once) {

  /**
   * Builds a head on a graph that is thrown away, to learn what it does.
   *
   * @param head the head
   * @param task its task
   * @param channels channels of the feature that it will read
   * @return its work
   * @throws IllegalArgumentException if it asks for a parameter twice
   */
  public static HeadWork of(TaskHead head, Task task, int channels) {
    return HeadParameters.work(head, task, channels, Initialization.UNIFORM, DataType.FLOAT);
  }

  /**
   * @param height rows of the feature's map
   * @param width columns of the feature's map
   * @return multiply-adds for one image
   */
  public long multiplyAdds(int height, int width) {
    return perPosition * height * width + once;
  }
}
