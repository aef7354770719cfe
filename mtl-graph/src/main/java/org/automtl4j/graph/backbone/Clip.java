package org.automtl4j.graph.backbone;

/**
 * min(max(x, low), high).
 *
 * @param name the layer's name
 * @param low the smallest value
 * @param high the largest value
 */
public record Clip(String name, double low, double high) implements Layer {

  @Override
  public String type() {
    return "Clip";
  }

  @Override
  public Clip named(String other) {
    return new Clip(other, low, high);
  }

  @Override
  public boolean isActivation() {
    return true;
  }

  @Override
  public void check() {
    if (!(low < high && Double.isFinite(low) && Double.isFinite(high))) {
      throw new LayerProblem("min is " + low + " and max is " + high + ", allowed are two finite numbers, the smaller one first");
    }
  }
}
