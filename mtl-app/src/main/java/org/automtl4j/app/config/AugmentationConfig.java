package org.automtl4j.app.config;

import java.util.List;
import org.automtl4j.core.config.Key;
import org.automtl4j.data.augmentation.Augmentation;

/**
 * What happens to training samples at random.
 *
 * @param scale the least and the largest factor of a sample's size
 * @param mirror whether every other sample is mirrored
 * @param rescaleDepth whether distances follow the size
 * @param colourJitter how much brightness, contrast and saturation change
 */
public record AugmentationConfig(
    @Key(value = "The least and the largest factor of a sample's size, before the crop.", above = 0, max = 16, size = 2)
        List<Double> scale,
    @Key("Whether every other sample is mirrored; the x component of unit normals then changes its sign.") boolean mirror,
    @Key("Whether depths follow the size: what looks twice as large is half as far away. The published code leaves them alone.")
        boolean rescaleDepth,
    @Key(value = "How much brightness, contrast and saturation change: factors from 1 - jitter to 1 + jitter; 0: not at all.", min = 0,
        below = 1) double colourJitter) {

  /** Checks that the factors are in order. */
  public AugmentationConfig {
    scale = List.copyOf(scale);
    new Augmentation(scale.get(0), scale.get(1), mirror, rescaleDepth, colourJitter);
  }

  /** @return the defaults: the paper's, as in Java */
  public static AugmentationConfig defaults() {
    Augmentation usual = Augmentation.PUBLISHED;
    return new AugmentationConfig(List.of(usual.least(), usual.most()), usual.mirror(), usual.rescaleDistances(), usual.colourJitter());
  }

  /** @return the same as the data sets take it */
  public Augmentation toAugmentation() {
    return new Augmentation(scale.get(0), scale.get(1), mirror, rescaleDepth, colourJitter);
  }
}
