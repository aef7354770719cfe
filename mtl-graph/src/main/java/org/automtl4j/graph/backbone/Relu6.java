package org.automtl4j.graph.backbone;

/**
 * min(max(x, 0), 6), as MobileNetV2's paper has it (Sandler et al., CVPR 2018).
 *
 * @param name the layer's name
 * @param inPlace later readers of the bottom's name see the clipped values; resolved in the wiring, see {@link Backbone}
 */
public record Relu6(String name, boolean inPlace) implements Layer {

  @Override
  public String type() {
    return "ReLU6";
  }
}
