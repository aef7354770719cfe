package org.automtl4j.graph.model;

import java.awt.Color;

/** Colours for pictures of predictions, as 0xRRGGBB. */
public final class ColourMaps {
  private static final double GOLDEN_RATIO = 0.6180339887498949;
  /** Colours that stay apart from each other, also in small areas. */
  private static final int[] CLASSES = {
    0x4E79A7, 0xF28E2B, 0x59A14F, 0xE15759, 0x76B7B2, 0xEDC948, 0xB07AA1, 0x9C755F, 0xFF9DA7, 0x2F4B7C, 0x8CD17D, 0xD37295, 0x86BCB6, 0x79706E, 0xF1CE63, 0x499894, 0xA0CBE8,
    0xB6992D, 0xD4A6C8, 0xFFBE7D
  };
  /** The colour map viridis as a polynomial of degree 6 (fit by Matt Zucker), red, green and blue per power. */
  private static final double[][] VIRIDIS = {
    {0.2777273272234177, 0.005407344544966578, 0.3340998053353061}, {0.1050930431085774, 1.404613529898575, 1.384590162594685},
    {-0.3308618287255563, 0.214847559468213, 0.09509516302823659}, {-4.634230498983486, -5.799100973351585, -19.33244095627987},
    {6.228269936347081, 14.17993336680509, 56.69055260068105}, {4.776384997670288, -13.74514537774601, -65.35303263337234},
    {-5.435455855934631, 4.645852612178535, 26.3124352495832}
  };

  private ColourMaps() {}

  /**
   * @param index number of a class, from 0
   * @return a colour of its own; the first twenty are chosen by hand, hues of the others are at steps of the golden ratio, which never come close
   */
  public static int ofClass(int index) {
    return index < CLASSES.length ? CLASSES[Math.max(0, index)] : Color.HSBtoRGB((float) (index * GOLDEN_RATIO % 1), index % 3 == 2 ? .5f : .75f, index % 2 == 0 ? .95f : .7f) & 0xFFFFFF;
  }

  /**
   * @param place 0 to 1; others are taken as the nearer of the two
   * @return viridis, from dark violet to yellow: equal steps look equal, in grey and to people who tell few colours apart, too
   */
  public static int sequential(double place) {
    double t = Math.max(0, Math.min(1, place));
    double[] rgb = new double[3];
    for (int power = VIRIDIS.length - 1; power >= 0; power--) {
      for (int c = 0; c < 3; c++) {
        rgb[c] = rgb[c] * t + VIRIDIS[power][c];
      }
    }
    return rgb(rgb[0], rgb[1], rgb[2]);
  }

  /**
   * @param red 0 to 1; others are taken as the nearer of the two
   * @param green likewise
   * @param blue likewise
   * @return the colour
   */
  public static int rgb(double red, double green, double blue) {
    return byteOf(red) << 16 | byteOf(green) << 8 | byteOf(blue);
  }

  private static int byteOf(double value) {
    return (int) Math.round(Math.max(0, Math.min(1, value)) * 255);
  }
}
