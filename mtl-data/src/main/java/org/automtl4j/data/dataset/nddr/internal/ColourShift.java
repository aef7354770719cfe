package org.automtl4j.data.dataset.nddr.internal;

import org.automtl4j.core.RandomStream;
import org.automtl4j.data.dataset.nddr.NddrAugmentation;
import org.automtl4j.data.reader.Pixels;

/**
 * A change of a picture's colours, in whole bytes as Pillow makes it.
 *
 * @param hueFirst whether the hue moves before the saturation changes
 * @param saturation factor of the distance from grey
 * @param hue how far the hue moves, as a share of the colour circle
 */
public record ColourShift(boolean hueFirst, double saturation, double hue) {
  private static final double CIRCLE = 255;

  /**
   * @param most how large changes may be
   * @param random where they are drawn from: the order, the saturation, the hue
   * @return a change
   */
  public static ColourShift random(NddrAugmentation most, RandomStream random) {
    return new ColourShift(random.nextDouble() < 0.5, random.uniform(Math.max(0, 1 - most.saturation()), 1 + most.saturation()), random.uniform(-most.hue(), most.hue()));
  }

  /**
   * @param picture [H, W, 3], red first
   * @return it with its colours changed
   */
  public Pixels.Bytes apply(Pixels.Bytes picture) {
    byte[] rgb = picture.values().clone();
    for (int i = 0; i < rgb.length; i += 3) {
      if (hueFirst) {
        turn(rgb, i);
      }
      saturate(rgb, i);
      if (!hueFirst) {
        turn(rgb, i);
      }
    }
    return new Pixels.Bytes(rgb, picture.height(), picture.width(), picture.channels());
  }

  /** grey + factor (colour - grey), cut to 0..255, with ITU-R BT.601's grey in 16 bits. */
  private void saturate(byte[] rgb, int at) {
    int grey = (rgb[at] & 0xFF) * 19595 + (rgb[at + 1] & 0xFF) * 38470 + (rgb[at + 2] & 0xFF) * 7471 + 0x8000 >> 16;
    for (int c = at; c < at + 3; c++) {
      rgb[c] = (byte) Math.max(0, Math.min(255, grey + (float) saturation * ((rgb[c] & 0xFF) - grey)));
    }
  }

  /** To hue, saturation and value in bytes, the hue moved on, and back. */
  private void turn(byte[] rgb, int at) {
    int red = rgb[at] & 0xFF;
    int green = rgb[at + 1] & 0xFF;
    int blue = rgb[at + 2] & 0xFF;
    int value = Math.max(red, Math.max(green, blue));
    int least = Math.min(red, Math.min(green, blue));
    if (value == least) {
      return; // grey has no hue
    }
    float range = value - least;
    float fromRed = (value - red) / range;
    float fromGreen = (value - green) / range;
    float fromBlue = (value - blue) / range;
    float sector = red == value ? fromBlue - fromGreen : (float) (green == value ? 2.0 + fromRed - fromBlue : 4.0 + fromGreen - fromRed);
    float turned = (float) ((sector / 6.0 + 1) % 1.0);
    int angle = (int) (turned * CIRCLE) + (int) (hue * CIRCLE) & 0xFF;
    float strength = (float) ((int) (range / value * CIRCLE) / CIRCLE);
    double place = angle * 6.0 / CIRCLE;
    int side = (int) place;
    float rest = (float) (place - side);
    int low = rounded(value * (1.0 - strength));
    int falling = rounded(value * (1.0 - (double) strength * rest));
    int rising = rounded(value * (1.0 - strength * (1.0 - rest)));
    switch (side % 6) {
      case 0 -> set(rgb, at, value, rising, low);
      case 1 -> set(rgb, at, falling, value, low);
      case 2 -> set(rgb, at, low, value, rising);
      case 3 -> set(rgb, at, low, falling, value);
      case 4 -> set(rgb, at, rising, low, value);
      default -> set(rgb, at, value, low, falling);
    }
  }

  private static int rounded(double number) {
    return (int) Math.max(0, Math.min(255, Math.round(number)));
  }

  private static void set(byte[] rgb, int at, int red, int green, int blue) {
    rgb[at] = (byte) red;
    rgb[at + 1] = (byte) green;
    rgb[at + 2] = (byte) blue;
  }
}
