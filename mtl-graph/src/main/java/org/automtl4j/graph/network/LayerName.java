package org.automtl4j.graph.network;

/**
 * What a layer is called in a graph.
 *
 * @param output the name of its output, unique in the graph, such as {@code depth/12.conv7}
 * @param parameters what its parameters' names begin with, such as {@code layer.12.depth}: the weight is then {@code layer.12.depth.weight}
 */
public record LayerName(String output, String parameters) {

  /**
   * @param part one of the layer's parts, such as {@code weight}
   * @return the parameter's name
   */
  public String parameter(String part) {
    return parameters + "." + part;
  }
}
