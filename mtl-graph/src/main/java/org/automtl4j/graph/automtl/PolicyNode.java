package org.automtl4j.graph.automtl;

import java.util.List;

/**
 * A layer where tasks choose.
 *
 * @param row its row in every task's logits
 * @param layer index of the layer in the backbone
 * @param name the layer's name
 * @param choices the branches that exist, in the order of {@link Branch}; there is no skip where it would change the map's size
 * @param depth convolutions (with {@link BatchNormPolicy#SEARCH} BatchNorms too) on the longest way from the input to this layer, itself included
 */
public record PolicyNode(int row, int layer, String name, List<Branch> choices, int depth) {

  /** Keeps an unmodifiable copy. */
  public PolicyNode {
    choices = List.copyOf(choices);
  }

  /** @return the layer as architecture files write it, {@code <index>:<name>} */
  public String key() {
    return layer + ":" + name;
  }
}
