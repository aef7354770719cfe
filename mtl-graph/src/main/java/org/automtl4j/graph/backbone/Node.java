package org.automtl4j.graph.backbone;

import java.util.List;

/**
 * A layer in its place.
 *
 * @param index position in the file, from 0
 * @param layer what it computes
 * @param top the name of its output in the file
 * @param bottoms the names that it reads, as in the file
 * @param inputs the nodes whose outputs it reads, {@link #DATA} for the network's input; in-place layers and re-used names are resolved
 */
public record Node(int index, Layer layer, String top, List<String> bottoms, List<Integer> inputs) {
  /** The network's input, as an entry of {@link #inputs}. */
  public static final int DATA = -1;

  /** Keeps unmodifiable copies. */
  public Node {
    bottoms = List.copyOf(bottoms);
    inputs = List.copyOf(inputs);
  }
}
