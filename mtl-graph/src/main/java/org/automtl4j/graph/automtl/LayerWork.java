package org.automtl4j.graph.automtl;

import org.automtl4j.graph.backbone.Shape;

/**
 * A layer with numbers of its own: a convolution, a linear layer or a BatchNorm.
 *
 * @param layer its index in the backbone
 * @param name its name
 * @param output shape of its output
 * @param operation the layer itself
 * @param projection the 1x1 convolutions, each with a BatchNorm, by which tasks get past it
 */
public record LayerWork(int layer, String name, Shape output, WorkPart operation, WorkPart projection) {

  /** @return multiply-adds for one image and all tasks */
  public long multiplyAdds() {
    return operation.total() + projection.total();
  }

  /** @return numbers that are stored */
  public long parameters() {
    return operation.stored() + projection.stored();
  }
}
