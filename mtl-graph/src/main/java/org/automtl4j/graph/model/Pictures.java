package org.automtl4j.graph.model;

import java.awt.Color;
import java.awt.image.BufferedImage;

/** Maps as pictures that a person can look at. */
final class Pictures {
  private static final double GOLDEN_RATIO = 0.6180339887498949;
  /** The colour map viridis as a polynomial of degree 6 (fit by Matt Zucker), red, green and blue per power. */
  private static final double[][] VIRIDIS = {
    {0.2777273272234177, 0.005407344544966578, 0.3340998053353061}, {0.1050930431085774, 1.404613529898575, 1.384590162594685},
    {-0.3308618287255563, 0.214847559468213, 0.09509516302823659}, {-4.634230498983486, -5.799100973351585, -19.33244095627987},
    {6.228269936347081, 14.17993336680509, 56.69055260068105}, {4.776384997670288, -13.74514537774601, -65.35303263337234},
    {-5.435455855934631, 4.645852612178535, 26.3124352495832}
  };

  private Pictures() {}

  private interface Colouring {
    int rgb(int y, int x);
  }

  private static BufferedImage paint(int height, int width, Colouring colouring) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, colouring.rgb(y, x));
      }
    }
    return picture;
  }

  /** Every class a colour of its own, far from its neighbours'. */
  static BufferedImage classes(int[][] classes) {
    return paint(classes.length, classes[0].length, (y, x) -> colour(classes[y][x]));
  }

  /** Hues at steps of the golden ratio never come close; brightness tells turns of the circle apart. */
  static int colour(int index) {
    return Color.HSBtoRGB((float) (index * GOLDEN_RATIO % 1), index % 3 == 2 ? .5f : .75f, index % 2 == 0 ? .95f : .7f);
  }

  /** Viridis from the smallest to the largest value. */
  static BufferedImage depth(float[][] values) {
    double[] range = range(values);
    return paint(values.length, values[0].length, (y, x) -> viridis((values[y][x] - range[0]) / range[1]));
  }

  /** Black to white from the smallest to the largest value. */
  static BufferedImage grey(float[][] values) {
    double[] range = range(values);
    return paint(values.length, values[0].length, (y, x) -> {
      double value = (values[y][x] - range[0]) / range[1];
      return rgb(value, value, value);
    });
  }

  /** -1..1 of each component as 0..255 of one colour. */
  static BufferedImage normals(float[][] x, float[][] y, float[][] z) {
    return paint(x.length, x[0].length, (row, column) -> rgb((x[row][column] + 1) / 2, (y[row][column] + 1) / 2, (z[row][column] + 1) / 2));
  }

  /** The smallest value and the distance to the largest, never 0; of finite values. */
  private static double[] range(float[][] values) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (float[] row : values) {
      for (float value : row) {
        if (Float.isFinite(value)) {
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
    }
    return most > least ? new double[] {least, most - least} : new double[] {Double.isFinite(least) ? least : 0, 1};
  }

  static int viridis(double value) {
    double t = Math.max(0, Math.min(1, value));
    double[] rgb = new double[3];
    for (int power = VIRIDIS.length - 1; power >= 0; power--) {
      for (int c = 0; c < 3; c++) {
        rgb[c] = rgb[c] * t + VIRIDIS[power][c];
      }
    }
    return rgb(rgb[0], rgb[1], rgb[2]);
  }

  /** Components of 0..1, beyond which they are cut off. */
  static int rgb(double red, double green, double blue) {
    return byteOf(red) << 16 | byteOf(green) << 8 | byteOf(blue);
  }

  private static int byteOf(double value) {
    return (int) Math.round(Math.max(0, Math.min(1, value)) * 255);
  }
}
