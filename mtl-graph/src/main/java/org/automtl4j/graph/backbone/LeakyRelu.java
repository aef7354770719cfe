package org.automtl4j.graph.backbone;

/**
 * max(x, 0) + slope min(x, 0) (Maas, Hannun, Ng, ICML 2013). Files write it as a ReLU with a {@code negative_slope}.
 *
 * @param name the layer's name
 * @param slope what negative values are multiplied by
 * @param inPlace later readers of the bottom's name see what it gives; resolved in the wiring, see {@link Backbone}
 */
public record LeakyRelu(String name, double slope, boolean inPlace) implements Layer {

  @Override
  public String type() {
    return "ReLU";
  }

  @Override
  public LeakyRelu named(String other) {
    return new LeakyRelu(other, slope, inPlace);
  }

  @Override
  public LeakyRelu notInPlace() {
    return new LeakyRelu(name, slope, false);
  }

  @Override
  public boolean isActivation() {
    return true;
  }

  @Override
  public void check() {
    LayerProblem.within("negative_slope", slope, Math.abs(slope) <= 1, "-1 to 1");
  }
}
