package org.automtl4j.graph.model;

import java.awt.image.BufferedImage;

/** Maps as pictures that a person can look at. */
final class Pictures {
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
    return paint(classes.length, classes[0].length, (y, x) -> ColourMaps.ofClass(classes[y][x]));
  }

  /** Viridis from the smallest to the largest value. */
  static BufferedImage depth(float[][] values) {
    double[] range = range(values);
    return paint(values.length, values[0].length, (y, x) -> ColourMaps.sequential((values[y][x] - range[0]) / range[1]));
  }

  /** Black to white from the smallest to the largest value. */
  static BufferedImage grey(float[][] values) {
    double[] range = range(values);
    return paint(values.length, values[0].length, (y, x) -> {
      double value = (values[y][x] - range[0]) / range[1];
      return ColourMaps.rgb(value, value, value);
    });
  }

  /** -1..1 of each component as 0..255 of one colour. */
  static BufferedImage normals(float[][] x, float[][] y, float[][] z) {
    return paint(x.length, x[0].length, (row, column) -> ColourMaps.rgb((x[row][column] + 1) / 2, (y[row][column] + 1) / 2, (z[row][column] + 1) / 2));
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
}
