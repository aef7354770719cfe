package org.automtl4j.data.dataset.synthetic.internal;

/**
 * A reflectance or a brightness.
 *
 * @param red 0..1
 * @param green 0..1
 * @param blue 0..1
 */
record Colour(double red, double green, double blue) {

  /** From hue (turns), saturation and value, each in 0..1. */
  static Colour hsv(double hue, double saturation, double value) {
    return new Colour(channel(hue + 1, saturation, value), channel(hue + 2.0 / 3, saturation, value), channel(hue + 1.0 / 3, saturation, value));
  }

  private static double channel(double turn, double saturation, double value) {
    double wave = Math.abs((turn - Math.floor(turn)) * 6 - 3) - 1;
    return value * (1 - saturation * (1 - Math.min(Math.max(wave, 0), 1)));
  }

  Colour times(double factor) {
    return new Colour(red * factor, green * factor, blue * factor);
  }

  Colour mixed(Colour other, double part) {
    return new Colour(red + (other.red - red) * part, green + (other.green - green) * part, blue + (other.blue - blue) * part);
  }

  /** Luma of Rec. 601. */
  double luminance() {
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  }
}
