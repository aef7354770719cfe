package org.automtl4j.graph.backbone;

import org.automtl4j.core.InvalidInputException;

/** A layer of a backbone cannot work where it stands. Carries the layer's index, so that a reader of files can add the line. */
public class InvalidLayerException extends InvalidInputException {
  private static final long serialVersionUID = 1L;
  private final int layer;

  /**
   * @param index the layer's index, from 0
   * @param layer the layer, which the message names
   * @param problem what was found and what is allowed, one clear line
   */
  public InvalidLayerException(int index, Layer layer, String problem) {
    super(describe(index, layer) + ": " + problem);
    this.layer = index;
  }

  /** @return the layer's index, from 0 */
  public int layer() {
    return layer;
  }

  /** A layer as messages name it, such as {@code layer 7 (conv3, Convolution)}. */
  static String describe(int index, Layer layer) {
    return "layer " + index + " (" + (layer.name().isEmpty() ? "" : layer.name() + ", ") + layer.type() + ")";
  }

  static InvalidLayerException of(Node node, String problem) {
    return new InvalidLayerException(node.index(), node.layer(), problem);
  }
}
