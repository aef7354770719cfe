package org.automtl4j.graph.model.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * What a model's predictions are computed by.
 *
 * @param sameDiff the graph, with the model's numbers
 * @param input name of the placeholder for images, [N, C, H, W]
 * @param predictions by task, in order, the variable of its prediction
 */
public record InferenceGraph(SameDiff sameDiff, String input, Map<String, String> predictions) {
  /** Keeps an unmodifiable copy in order. */
  public InferenceGraph {
    predictions = Collections.unmodifiableMap(new LinkedHashMap<>(predictions));
  }
}
