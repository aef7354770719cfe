package org.automtl4j.graph.mtlnas;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.initializer.Initializer;

/** Where fusions start. */
public sealed interface FusionStart {

  /**
   * The own feature times one number plus the mean of the others times another: kernels a I and (b/m) I, with m other features.
   *
   * @param own a
   * @param others b
   */
  record Scaled(double own, double others) implements FusionStart {
    /** Checks that both are finite. */
    public Scaled {
      if (!Double.isFinite(own) || !Double.isFinite(others)) {
        throw new InvalidInputException("a fusion starts from two finite numbers, found " + own + ", " + others);
      }
    }
  }

  /** Kernels normal with variance 2/outputs (He et al., ICCV 2015, fan-out); not for cross-stitch. */
  record Random() implements FusionStart {}

  /**
   * @param channels outputs of the kernel
   * @return where the kernel [1, 1, C, C] of the own feature starts
   */
  default Initializer ownKernel(int channels) {
    return this instanceof Scaled s ? Initializer.identity(s.own()) : Initializer.normal(Math.sqrt(2.0 / channels));
  }

  /**
   * @param channels outputs of the kernel
   * @param others how many other features there are
   * @return where the kernel of one of them starts
   */
  default Initializer otherKernel(int channels, int others) {
    return this instanceof Scaled s ? Initializer.identity(s.others() / others) : Initializer.normal(Math.sqrt(2.0 / channels));
  }
}
