package org.automtl4j.graph.model.internal;

import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;

/**
 * One view of any network, which computes the same for every image.
 *
 * @param network the structure
 * @param parameters the numbers that the view reads
 * @param view what is computed
 * @param height rows of the images that the model is made for, in pixels
 * @param width columns of them
 */
public record StaticRuntime(Network network, Parameters parameters, View view, int height, int width) implements ModelRuntime {

  /**
   * @param network a structure
   * @param source its numbers, of which those that the view needs are copied
   * @param view what is computed
   * @param height rows of the images that the model is made for, in pixels
   * @param width columns of them
   * @return the model
   * @throws InvalidInputException if the size does not fit, or the view draws random numbers
   */
  public static StaticRuntime of(Network network, Parameters source, View view, int height, int width) {
    NetworkGraph graph = new StaticRuntime(network, source, view, height, width).graph();
    Optional<Feed> drawn = graph.feeds().stream().filter(feed -> !(feed instanceof Feed.Scalar)).findFirst();
    if (drawn.isPresent()) {
      throw new InvalidInputException("a finished model draws no random numbers, found '" + drawn.get().placeholder() + "' in view '" + view.id() + "' of a network of method '"
          + network.method() + "'; take what its search has found");
    }
    Parameters own = Parameters.of(source.all().stream().filter(p -> graph.parameters().contains(p.name()))
        .map(p -> new Parameters.Parameter(p.spec(), p.array().dup('c'))).toList());
    return new StaticRuntime(network, own, view, height, width);
  }

  /** Refuses numbers that nobody reads, and such as are missing. */
  void check() {
    NetworkGraph graph = graph();
    if (!graph.parameters().containsAll(parameters.names())) {
      throw new IllegalArgumentException("it stores parameters that no prediction needs");
    }
    for (Task task : network.tasks()) {
      if (!graph.predictions().containsKey(task.name())) {
        throw new IllegalArgumentException("it does not predict task '" + task.name() + "'");
      }
    }
  }

  @Override
  public boolean fixedSize() {
    return false;
  }

  @Override
  public NetworkGraph graph(PlanPool.Use use) {
    return network.graph(parameters, new GraphRequest(view, use.tasks(), Mode.INFERENCE, use.height(), use.width()));
  }

  @Override
  public PredictionMemory memory(long images, int rows, int columns) {
    return PredictionMemory.of(network.inputChannels(), images, rows, columns);
  }
}
