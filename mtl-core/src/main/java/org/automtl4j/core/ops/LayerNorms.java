package org.automtl4j.core.ops;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Layer normalisation (Ba, Kiros, Hinton, 2016). SameDiff's own operation has no epsilon. */
public final class LayerNorms {

  private LayerNorms() {}

  /**
   * Normalises the last axis: gamma (x - mean) / sqrt(variance + epsilon) + beta, with the variance divided by the width.
   *
   * @param x any shape that ends in the width W
   * @param gamma factors, [W]
   * @param beta summands, [W]
   * @param epsilon added to the variance, positive
   * @return the shape of x
   */
  public static SDVariable layerNorm(SDVariable x, SDVariable gamma, SDVariable beta, double epsilon) {
    SameDiff sd = x.getSameDiff();
    SDVariable centred = x.sub(mean(sd, x)); // [.., W]
    SDVariable variance = mean(sd, sd.math().square(centred)); // [.., 1]
    return centred.div(sd.math().sqrt(variance.add(epsilon))).mul(gamma).add(beta); // [.., W]
  }

  /** The means of the last axis, [.., 1]. ND4J reduces wrongly, silently, where a dimension is counted from the end and kept. */
  private static SDVariable mean(SameDiff sd, SDVariable x) {
    return sd.expandDims(sd.mean(x, -1), -1);
  }
}
