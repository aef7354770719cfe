package org.automtl4j.graph.model.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;

/** How a finished model answers: a structure, the numbers that it needs, and the graphs that compute it. */
public sealed interface ModelRuntime permits FinishedModel, StaticRuntime {

  /** @return the structure */
  Network network();

  /** @return the numbers, those that predictions need and no others */
  Parameters parameters();

  /** @return rows of the images that the model is made for, in pixels */
  int height();

  /** @return columns of the images that the model is made for, in pixels */
  int width();

  /** @return whether it takes no other input */
  boolean fixedSize();

  /**
   * @param use what a graph is made for
   * @return an inference graph over this model's numbers
   */
  NetworkGraph graph(PlanPool.Use use);

  /**
   * @param images how many
   * @param height their rows, in pixels
   * @param width their columns, in pixels
   * @return what a prediction takes at least
   */
  PredictionMemory memory(long images, int height, int width);

  /** @return the inference graph of all tasks at the model's own size */
  default NetworkGraph graph() {
    return graph(new PlanPool.Use(network().tasks().stream().map(Task::name).toList(), height(), width()));
  }

  /** @return [C, H, W] of the images that the model is made for */
  default long[] inputShape() {
    return new long[] {network().inputChannels(), height(), width()};
  }

  /**
   * @param graph a graph of the model
   * @return by task, in order, the variable of its prediction
   */
  static Map<String, String> predictions(NetworkGraph graph) {
    Map<String, String> predictions = new LinkedHashMap<>();
    List<String> tasks = graph.request().tasks();
    tasks.forEach(task -> predictions.put(task, graph.predictions().get(task)));
    return predictions;
  }
}
