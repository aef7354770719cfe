package org.automtl4j.app.config;

import java.util.List;
import org.automtl4j.core.config.Key;
import org.automtl4j.data.dataset.nddr.NddrAugmentation;

/**
 * What happens to training samples of the layout nddr at random, as Pillow does it.
 *
 * @param hue the most by which the hue moves
 * @param saturation the most by which the factor of the saturation differs from 1
 * @param scale the least and the largest factor of the shorter side
 * @param mirror whether every other picture is mirrored
 */
public record NddrAugmentationConfig(
    @Key(value = "The most by which the hue moves, as a share of the colour circle.", min = 0, max = 0.5) double hue,
    @Key(value = "The most by which the factor of the saturation differs from 1.", min = 0, max = 1) double saturation,
    @Key(value = "The least and the largest factor of the shorter side, before the crop.", above = 0, max = 16, size = 2) List<Double> scale,
    @Key("Whether every other sample is mirrored; the x component of unit normals then changes its sign.") boolean mirror) {

  /** Checks the ranges. */
  public NddrAugmentationConfig {
    scale = List.copyOf(scale);
    new NddrAugmentation(hue, saturation, scale.get(0), scale.get(1), mirror);
  }

  /** @return the defaults: as published, as in Java */
  public static NddrAugmentationConfig defaults() {
    NddrAugmentation usual = NddrAugmentation.PUBLISHED;
    return new NddrAugmentationConfig(usual.hue(), usual.saturation(), List.of(usual.least(), usual.most()), usual.mirror());
  }

  /** @return the same as the data set takes it */
  public NddrAugmentation toAugmentation() {
    return new NddrAugmentation(hue, saturation, scale.get(0), scale.get(1), mirror);
  }
}
