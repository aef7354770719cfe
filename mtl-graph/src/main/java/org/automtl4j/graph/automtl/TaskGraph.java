package org.automtl4j.graph.automtl;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.StatisticsUpdate;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A graph for one stage, one or several tasks, and one input size. Its variables are the supermodel's parameters under their own names (the same arrays), so
 * what training changes shows in every graph. Names of other variables begin with the task and the layer, such as {@code depth/12.conv7}; what several tasks
 * share bears the name of the first.
 *
 * @param sameDiff the graph
 * @param stage which branches it computes
 * @param training whether BatchNorms use the batch's statistics and dropout is on
 * @param tasks the tasks, in order
 * @param input name of the placeholder for images, [N, C, H, W] with any N
 * @param features by task, the backbone's output
 * @param predictions by task, the head's output, {@code <task>/prediction}
 * @param layers by task, the output of each layer of the backbone, by index; the input where {@link TaskGraphs#inference} leaves a layer out
 * @param noise by task, the placeholder [policy nodes, 3] for Gumbel noise; only in stage SOFT, and only where there are policy nodes
 * @param temperature the scalar placeholder for the temperature; present with {@code noise}
 * @param dropouts the masks that a training step fills
 * @param statistics the running statistics that a training step updates
 * @param parameters names of the parameters that the graph reads
 * @param oneValueLayers layers that take statistics of one value per channel and image, as messages name them
 * @param multiplyAdds multiplications with an addition in the convolutions and linear layers of backbone and heads, for one image
 */
public record TaskGraph(
    SameDiff sameDiff, Stage stage, boolean training, List<String> tasks, String input, Map<String, String> features, Map<String, String> predictions,
    Map<String, List<String>> layers, Map<String, String> noise, Optional<String> temperature, List<Feed.Mask> dropouts, List<StatisticsUpdate> statistics,
    List<String> parameters, List<String> oneValueLayers, long multiplyAdds) {
  /** Name of the placeholder for images. */
  public static final String INPUT = "input";
  /** Name of the placeholder for the temperature. */
  public static final String TEMPERATURE = "temperature";

  /** Keeps unmodifiable copies. */
  public TaskGraph {
    tasks = List.copyOf(tasks);
    features = Map.copyOf(features);
    predictions = Map.copyOf(predictions);
    layers = Map.copyOf(layers);
    noise = Map.copyOf(noise);
    dropouts = List.copyOf(dropouts);
    statistics = List.copyOf(statistics);
    parameters = List.copyOf(parameters);
    oneValueLayers = List.copyOf(oneValueLayers);
  }

  /**
   * @param task a task
   * @return the usual name of its placeholder for noise
   */
  public static String noiseName(String task) {
    return "noise." + task;
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
