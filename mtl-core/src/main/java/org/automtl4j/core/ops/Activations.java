package org.automtl4j.core.ops;

import org.nd4j.autodiff.samediff.SDVariable;

/** Activations that SameDiff lacks or computes inaccurately. */
public final class Activations {

  private Activations() {}

  /**
   * The Gaussian error linear unit x Phi(x), with Phi by the error function (Hendrycks and Gimpel, 2016); SameDiff's own two are
   * approximations.
   *
   * @param x any shape
   * @return x (1 + erf(x / sqrt 2)) / 2
   */
  public static SDVariable gelu(SDVariable x) {
    SDVariable phi = x.getSameDiff().math().erf(x.mul(Math.sqrt(0.5))).add(1).mul(0.5);
    return x.mul(phi);
  }
}
