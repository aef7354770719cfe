package org.automtl4j.graph.backbone;

/**
 * max(x, 0).
 *
 * @param name the layer's name
 * @param inPlace later readers of the bottom's name see the rectified values; resolved in the wiring, see {@link Backbone}
 */
public record Relu(String name, boolean inPlace) implements Layer {

  @Override
  public String type() {
    return "ReLU";
  }

  @Override
  public Relu named(String other) {
    return new Relu(other, inPlace);
  }

  @Override
  public Relu notInPlace() {
    return new Relu(name, false);
  }

  @Override
  public boolean isActivation() {
    return true;
  }
}
