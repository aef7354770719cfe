package org.automtl4j.data.dataset;

import java.util.Objects;
import java.util.Optional;

/**
 * What one task knows about one image. Class indexes are whole numbers in one channel; labels per image (classification, regression) have height and width 1.
 * Arrays are not copied: they belong to the data set and must not be written to.
 *
 * @param values [C, H, W], row by row
 * @param channels C
 * @param height H
 * @param width W
 * @param mask [H, W] where given: a position counts only if its mask, truncated to a whole number, is 1
 */
public record Label(float[] values, int channels, int height, int width, Optional<float[]> mask) {

  /** Checks the sizes. */
  public Label {
    Objects.requireNonNull(mask, "mask");
    if (values.length != channels * height * width) {
      throw new IllegalArgumentException("a label of shape [" + channels + ", " + height + ", " + width + "] has " + channels * height * width
          + " values, found " + values.length);
    }
    if (mask.isPresent() && mask.get().length != height * width) {
      throw new IllegalArgumentException("a mask of shape [" + height + ", " + width + "] has " + height * width + " values, found " + mask.get().length);
    }
  }

  /**
   * @param values [C, H, W], row by row
   * @param channels C
   * @param height H
   * @param width W
   * @return a label without a mask
   */
  public static Label of(float[] values, int channels, int height, int width) {
    return new Label(values, channels, height, width, Optional.empty());
  }

  /**
   * @param values the numbers, or the one class index, of an image
   * @return a label of shape [values, 1, 1]
   */
  public static Label ofImage(float... values) {
    return of(values, values.length, 1, 1);
  }
}
