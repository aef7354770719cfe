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

  @Override
  public Relu6 named(String other) {
    return new Relu6(other, inPlace);
  }

  @Override
  public Relu6 notInPlace() {
    return new Relu6(name, false);
  }

  @Override
  public boolean isActivation() {
    return true;
  }
}
