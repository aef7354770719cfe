package org.automtl4j.graph.head;

import java.util.List;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.initializer.Initialization;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a head stores and computes, as far as it is made of {@link HeadScope#conv} and {@link HeadScope#linear}.
 *
 * @param parameters numbers that it stores
 * @param multiplyAdds multiply-adds of its convolutions, each on the map that it has, and of its linear layers, for one image
 */
public record HeadWork(long parameters, long multiplyAdds) {

  /**
   * Builds a head on a graph that is thrown away, to learn what it does.
   *
   * @param head the head
   * @param task its task
   * @param features the shapes of the maps that it may look at, the feature last
   * @return its work
   * @throws IllegalArgumentException if it asks for a parameter twice
   */
  public static HeadWork of(TaskHead head, Task task, List<Shape> features) {
    return HeadParameters.work(head, task, features, Initialization.UNIFORM, DataType.FLOAT);
  }
}
