package org.automtl4j.data.augmentation;

import org.automtl4j.core.RandomStream;

/**
 * Changes brightness, then contrast (around the picture's mean luma), then saturation, each by a factor; numbers stay within 0..255.
 *
 * @param brightness factor of every number
 * @param contrast factor of the distance from the mean luma
 * @param saturation factor of the distance from the pixel's luma
 */
public record ColourJitter(double brightness, double contrast, double saturation) {

  /**
   * @param strength how much the factors differ from 1 at most
   * @param random where they are drawn from: brightness, contrast, saturation
   * @return the factors
   */
  public static ColourJitter random(double strength, RandomStream random) {
    return new ColourJitter(random.uniform(1 - strength, 1 + strength), random.uniform(1 - strength, 1 + strength), random.uniform(1 - strength, 1 + strength));
  }

  /**
   * Changes a picture in place; its padding stays as it is.
   *
   * @param picture [3, H, W] in 0..255
   * @param blueFirst whether channel 0 is blue, not red
   * @param framing what the picture was cut out with
   */
  public void apply(float[] picture, boolean blueFirst, Framing framing) {
    int area = framing.height() * framing.width();
    int red = blueFirst ? 2 * area : 0;
    int blue = blueFirst ? 0 : 2 * area;
    double sum = 0;
    int count = 0;
    boolean[] shown = new boolean[area];
    for (int i = 0; i < area; i++) {
      shown[i] = framing.shows(i / framing.width(), i % framing.width());
      if (shown[i]) {
        for (int c = 0; c < 3; c++) {
          picture[c * area + i] = clipped(picture[c * area + i] * brightness);
        }
        sum += luma(picture[red + i], picture[area + i], picture[blue + i]);
        count++;
      }
    }
    double mean = count == 0 ? 0 : sum / count;
    for (int i = 0; i < area; i++) {
      if (shown[i]) {
        for (int c = 0; c < 3; c++) {
          picture[c * area + i] = clipped((picture[c * area + i] - mean) * contrast + mean);
        }
        double grey = luma(picture[red + i], picture[area + i], picture[blue + i]);
        for (int c = 0; c < 3; c++) {
          picture[c * area + i] = clipped((picture[c * area + i] - grey) * saturation + grey);
        }
      }
    }
  }

  /** The luma of ITU-R BT.601. */
  private static double luma(float red, float green, float blue) {
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  }

  private static float clipped(double value) {
    return (float) Math.max(0, Math.min(255, value));
  }
}
