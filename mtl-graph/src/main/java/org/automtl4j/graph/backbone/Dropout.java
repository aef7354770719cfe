package org.automtl4j.graph.backbone;

/**
 * Sets values to zero at random in training and divides the others by 1 - ratio (Srivastava et al., JMLR 2014); the identity in evaluation.
 *
 * @param name the layer's name
 * @param ratio probability of a zero, in [0, 1)
 */
public record Dropout(String name, double ratio) implements Layer {

  @Override
  public String type() {
    return "Dropout";
  }

  @Override
  public Dropout named(String other) {
    return new Dropout(other, ratio);
  }

  @Override
  public void check() {
    LayerProblem.within("ratio", ratio, ratio >= 0 && ratio < 1, "0 to 1, below 1");
  }
}
