package org.automtl4j.data.dataset.nddr;

import org.automtl4j.core.InvalidInputException;

/**
 * What happens to a training picture before the crop, in this order: its hue and saturation change, it is scaled, it is mirrored every other time.
 *
 * @param hue the most by which the hue moves, as a share of the colour circle, at most 0.5
 * @param saturation the most by which the factor of the saturation differs from 1
 * @param least the least factor of the shorter side
 * @param most the largest factor of the shorter side
 * @param mirror whether every other picture is mirrored
 */
public record NddrAugmentation(double hue, double saturation, double least, double most, boolean mirror) {
  /** As published: hue and saturation by 0.05, sizes from a half to one and a half, mirrored every other time. */
  public static final NddrAugmentation PUBLISHED = new NddrAugmentation(0.05, 0.05, 0.5, 1.5, true);
  /** Nothing but the random place of the crop. */
  public static final NddrAugmentation CROP_ONLY = new NddrAugmentation(0, 0, 1, 1, false);

  /** Checks the ranges. */
  public NddrAugmentation {
    if (!(hue >= 0 && hue <= 0.5)) {
      throw new InvalidInputException("augmentation: found a hue of " + hue + ", allowed: 0 to 0.5");
    }
    if (!(saturation >= 0 && saturation <= 1)) {
      throw new InvalidInputException("augmentation: found a saturation of " + saturation + ", allowed: 0 to 1");
    }
    if (!(least > 0 && least <= most && most <= 16)) {
      throw new InvalidInputException("augmentation: factors of the size from " + least + " to " + most + ", allowed: 0 < least <= most <= 16");
    }
  }
}
