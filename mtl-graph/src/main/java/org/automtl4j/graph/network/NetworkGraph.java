package org.automtl4j.graph.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A graph of a network: an ordinary SameDiff graph whose variables are the network's parameters under their own names (the same arrays), so what training
 * changes shows in every graph.
 *
 * @param sameDiff the graph
 * @param request what it was made for
 * @param input name of the placeholder for images, [N, C, H, W] with any N
 * @param predictions by task, the head's output, {@code <task>/prediction}
 * @param outputs other variables by name: gates, features, auxiliary predictions
 * @param feeds the placeholders that a step fills, in the order in which random numbers are drawn for them
 * @param statistics the running statistics that a training step updates
 * @param places where the variables stand
 * @param parameters names of the parameters that the graph reads
 * @param oneValueLayers layers that take statistics of one value per channel and image, as messages name them
 * @param multiplyAdds multiplications with an addition in convolutions and linear layers for one image
 */
public record NetworkGraph(
    SameDiff sameDiff, GraphRequest request, String input, Map<String, String> predictions, Map<String, String> outputs, List<Feed> feeds,
    List<StatisticsUpdate> statistics, List<Place> places, List<String> parameters, List<String> oneValueLayers, long multiplyAdds) {
  /** Name of the placeholder for images. */
  public static final String INPUT = "input";

  /** Keeps unmodifiable copies in order. */
  public NetworkGraph {
    predictions = Collections.unmodifiableMap(new LinkedHashMap<>(predictions));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    feeds = List.copyOf(feeds);
    statistics = List.copyOf(statistics);
    places = List.copyOf(places);
    parameters = List.copyOf(parameters);
    oneValueLayers = List.copyOf(oneValueLayers);
  }

  /**
   * Statistics of a single value have no variance: refuses a batch of one image where a BatchNorm on batch statistics reads a 1x1 map.
   *
   * @param images images in the batch
   * @throws InvalidInputException if the batch is too small; the message names the layer
   */
  public void checkBatch(int images) {
    if (images == 1 && !oneValueLayers.isEmpty()) {
      throw new InvalidInputException(oneValueLayers.get(0) + ": a BatchNorm that uses the batch's statistics has one value per channel here "
          + "(a 1x1 map, a batch of 1); use a batch of at least 2 or larger images");
    }
  }
}
