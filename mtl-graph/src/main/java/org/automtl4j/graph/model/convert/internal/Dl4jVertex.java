package org.automtl4j.graph.model.convert.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A vertex of a Deeplearning4j network.
 *
 * @param name its name
 * @param layer what it computes, if it is a layer
 * @param vertex what it computes, if it is not
 * @param flattens whether a preprocessor flattens its input first
 * @param inputs names of the vertices that it reads
 * @param numbers of a layer, by Deeplearning4j's keys
 */
record Dl4jVertex(String name, Optional<Layer> layer, Optional<GraphVertex> vertex, boolean flattens, List<String> inputs, Map<String, INDArray> numbers) {

  /** A node as messages call it. */
  String describe() {
    Object what = layer.isPresent() ? layer.get() : vertex.orElseThrow();
    return what.getClass().getSimpleName() + " '" + name + "'";
  }
}
