package org.automtl4j.graph.model.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.network.NetworkGraph;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * What a finished model computes, as a graph.
 *
 * @param sameDiff the graph
 * @param input name of the placeholder for images
 * @param predictions by task, in order, the variable of its prediction
 * @param parameters names of those that the graph reads
 */
public record InferenceGraph(SameDiff sameDiff, String input, Map<String, String> predictions, List<String> parameters) {

  /** Keeps unmodifiable copies in order. */
  public InferenceGraph {
    predictions = Collections.unmodifiableMap(new LinkedHashMap<>(predictions));
    parameters = List.copyOf(parameters);
  }

  static InferenceGraph of(TaskGraph graph) {
    return new InferenceGraph(graph.sameDiff(), graph.input(), inOrder(graph.tasks(), graph.predictions()), graph.parameters());
  }

  static InferenceGraph of(NetworkGraph graph) {
    return new InferenceGraph(graph.sameDiff(), graph.input(), inOrder(graph.request().tasks(), graph.predictions()), graph.parameters());
  }

  private static Map<String, String> inOrder(List<String> tasks, Map<String, String> predictions) {
    Map<String, String> ordered = new LinkedHashMap<>();
    tasks.forEach(task -> ordered.put(task, predictions.get(task)));
    return ordered;
  }
}
