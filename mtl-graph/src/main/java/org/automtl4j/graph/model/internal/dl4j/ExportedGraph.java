package org.automtl4j.graph.model.internal.dl4j;

import java.util.List;
import org.automtl4j.graph.model.internal.zip.StoredPart;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A model as a Deeplearning4j graph.
 *
 * @param graph the initialised graph with its weights
 * @param parts where each of our parameters stands in {@code graph.params()}
 */
public record ExportedGraph(ComputationGraph graph, List<StoredPart> parts) {

  /** Keeps an unmodifiable copy. */
  public ExportedGraph {
    parts = List.copyOf(parts);
  }
}
