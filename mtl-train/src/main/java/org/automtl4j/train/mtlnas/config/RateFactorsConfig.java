package org.automtl4j.train.mtlnas.config;

import org.automtl4j.core.config.Key;
import org.automtl4j.train.mtlnas.RateFactors;

/**
 * What the learning rate is multiplied with for some of the weights.
 *
 * @param classifierWeight for the weights of each head's last layer
 * @param classifierBias for its biases
 * @param fusion for the fusions
 * @param freezeBase whether nothing but these learns
 */
public record RateFactorsConfig(
    @Key(value = "For the weights of each head's last layer.", min = 0) double classifierWeight,
    @Key(value = "For the biases of each head's last layer.", min = 0) double classifierBias,
    @Key(value = "For the fusions, their convolutions and BatchNorms.", min = 0) double fusion,
    @Key("Whether nothing but these learns; running statistics still move.") boolean freezeBase) {

  /** @return the defaults: as published, as in Java */
  public static RateFactorsConfig defaults() {
    RateFactors usual = RateFactors.PUBLISHED;
    return new RateFactorsConfig(usual.classifierWeight(), usual.classifierBias(), usual.fusion(), usual.freezeBase());
  }

  /** @return the same as stages take it */
  public RateFactors toFactors() {
    return new RateFactors(classifierWeight, classifierBias, fusion, freezeBase);
  }
}
