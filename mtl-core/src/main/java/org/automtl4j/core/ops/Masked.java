package org.automtl4j.core.ops;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Sums and means over some positions only. */
public final class Masked {

  private Masked() {}

  /**
   * sum(x * weight) / sum(weight), and 0 with zero gradient where all weights are 0. Where a weight is 0 the gradient is exactly 0.
   *
   * @param x any shape, finite everywhere
   * @param weight the same shape, not negative
   * @return scalar
   */
  public static SDVariable mean(SDVariable x, SDVariable weight) {
    SameDiff sd = x.getSameDiff();
    SDVariable total = sd.sum(weight);
    SDVariable divisor = total.add(total.eq(0).castTo(x.dataType())); // 1 instead of 0
    return sd.sum(x.mul(weight)).div(divisor);
  }
}
