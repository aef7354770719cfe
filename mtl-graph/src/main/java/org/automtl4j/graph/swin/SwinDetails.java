package org.automtl4j.graph.swin;

import java.util.OptionalDouble;

/**
 * What of a Swin transformer is no size.
 *
 * @param mlpRatio hidden features of a block's MLP for each of its features; 4 as published
 * @param qkvBias whether queries, keys and values have a bias; true as published
 * @param qkScale factor of the queries; if empty 1 / sqrt(features of a head)
 * @param positions whether a parameter for each place of the map is added to the tokens; false as published
 * @param patchNorm whether the tokens of patches are normalised; true as published
 * @param dropPath rate of stochastic depth in the last block, in [0, 1)
 */
public record SwinDetails(double mlpRatio, boolean qkvBias, OptionalDouble qkScale, boolean positions, boolean patchNorm, double dropPath) {

  /** @return what all published sizes have, with stochastic depth at 0.1 */
  public static SwinDetails usual() {
    return new SwinDetails(4, true, OptionalDouble.empty(), false, true, 0.1);
  }

  /**
   * @param rate rate of stochastic depth in the last block, in [0, 1)
   * @return the same with that rate
   */
  public SwinDetails withDropPath(double rate) {
    return new SwinDetails(mlpRatio, qkvBias, qkScale, positions, patchNorm, rate);
  }

  /**
   * @param ratio hidden features of a block's MLP for each of its features
   * @return the same with that ratio
   */
  public SwinDetails withMlpRatio(double ratio) {
    return new SwinDetails(ratio, qkvBias, qkScale, positions, patchNorm, dropPath);
  }
}
