package org.automtl4j.data.augmentation;

import org.automtl4j.core.InvalidInputException;

/**
 * What may happen to a training sample.
 *
 * @param least the smallest factor of its size
 * @param most the largest factor of its size; the factor is drawn uniformly from [least, most)
 * @param mirror whether it is mirrored every other time
 * @param rescaleDistances whether distances follow the size: what looks twice as large is half as far away; the published code leaves them alone
 * @param colourJitter how much brightness, contrast and saturation change: each factor is drawn uniformly from [1 - jitter, 1 + jitter]; 0: not at all
 */
public record Augmentation(double least, double most, boolean mirror, boolean rescaleDistances, double colourJitter) {
  /** What the published code does: sizes from half to one and a half, mirrored every other time. */
  public static final Augmentation PUBLISHED = new Augmentation(0.5, 1.5, true, false, 0);
  /** Nothing but the random place of the crop. */
  public static final Augmentation CROP_ONLY = new Augmentation(1, 1, false, false, 0);

  /** Checks the ranges. */
  public Augmentation {
    if (!(least > 0 && least <= most && most <= 16)) {
      throw new InvalidInputException("augmentation: factors of the size from " + least + " to " + most + ", allowed: 0 < least <= most <= 16");
    }
    if (!(colourJitter >= 0 && colourJitter < 1)) {
      throw new InvalidInputException("augmentation: a colour jitter of " + colourJitter + ", allowed: at least 0 and less than 1");
    }
  }
}
