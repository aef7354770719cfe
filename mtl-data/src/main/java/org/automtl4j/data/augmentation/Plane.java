package org.automtl4j.data.augmentation;

import java.util.Objects;
import org.automtl4j.data.reader.Pixels;

/**
 * A picture or a label map on its way from the file to the network, and how it may be handled.
 *
 * @param pixels the numbers
 * @param smooth whether it is resized bilinearly; labels are not
 * @param padding what stands beyond its edges, where the crop is larger
 * @param reversed whether the channels come out in the opposite order, red green blue as blue green red
 * @param vectors whether channel 0, as it comes out, points to the right, so that a mirror changes its sign; numbers equal to the padding keep theirs
 */
public record Plane(Pixels pixels, boolean smooth, float padding, boolean reversed, boolean vectors) {
  /** Checks that there are pixels. */
  public Plane {
    Objects.requireNonNull(pixels, "pixels");
  }

  /**
   * @param pixels a picture, red first or blue first
   * @param reversed whether the order of its channels is turned round
   * @return it, with 0 beyond its edges
   */
  public static Plane picture(Pixels pixels, boolean reversed) {
    return new Plane(pixels, true, 0, reversed, false);
  }

  /**
   * @param pixels a label
   * @param padding what means "unknown"
   * @return it, resized to the nearest
   */
  public static Plane label(Pixels pixels, float padding) {
    return new Plane(pixels, false, padding, false, false);
  }

  /**
   * @param pixels components of vectors, x (to the right) first
   * @param padding what means "unknown"
   * @return it, resized to the nearest, with x turned round by a mirror
   */
  public static Plane vectors(Pixels pixels, float padding) {
    return new Plane(pixels, false, padding, false, true);
  }
}
