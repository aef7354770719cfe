package org.automtl4j.graph.model;

/**
 * Where an image lies in what the network reads: its sides keep their ratio, and what is left over is padding.
 *
 * @param inputHeight rows that the network reads
 * @param inputWidth columns that it reads
 * @param top the first row of the image in them
 * @param left its first column
 * @param contentHeight rows of the image in them
 * @param contentWidth its columns
 */
record Placement(int inputHeight, int inputWidth, int top, int left, int contentHeight, int contentWidth) {

  /** What is read is all image. */
  static Placement whole(int height, int width) {
    return new Placement(height, width, 0, 0, height, width);
  }

  /** As large as fits, in the middle. */
  static Placement fitted(int imageHeight, int imageWidth, int height, int width) {
    double scale = Math.min((double) height / imageHeight, (double) width / imageWidth);
    int rows = (int) Math.max(1, Math.min(height, Math.round(imageHeight * scale)));
    int columns = (int) Math.max(1, Math.min(width, Math.round(imageWidth * scale)));
    return new Placement(height, width, (height - rows) / 2, (width - columns) / 2, rows, columns);
  }

  /** Pixel for pixel, with padding below and to the right up to a multiple. */
  static Placement natural(int imageHeight, int imageWidth, int multiple) {
    return new Placement(up(imageHeight, multiple), up(imageWidth, multiple), 0, 0, imageHeight, imageWidth);
  }

  private static int up(int size, int multiple) {
    return (size + multiple - 1) / multiple * multiple;
  }

  /** For each row of an image of a height the place in a map of the head that covers all that is read. */
  Line rows(int imageHeight, int mapHeight) {
    return Line.of(imageHeight, contentHeight, top, inputHeight, mapHeight);
  }

  /** For each column of an image of a width the place in a map of the head that covers all that is read. */
  Line columns(int imageWidth, int mapWidth) {
    return Line.of(imageWidth, contentWidth, left, inputWidth, mapWidth);
  }

  /**
   * Places between the values of a map along one side. Value i of a head is trained on the label at pixel i * (input / map), see {@link Resampling#nearest}: it stands for that pixel, and
   * what lies between two of them is interpolated.
   *
   * @param low the value before each place
   * @param high the value behind it
   * @param share how much of the latter
   */
  record Line(int[] low, int[] high, float[] share) {

    private static Line of(int image, int content, int start, int input, int map) {
      int[] low = new int[image];
      int[] high = new int[image];
      float[] share = new float[image];
      for (int i = 0; i < image; i++) {
        double read = (i + 0.5) * content / image - 0.5 + start;
        double place = Math.max(0, Math.min(map - 1, read * map / input));
        low[i] = (int) place;
        high[i] = Math.min(low[i] + 1, map - 1);
        share[i] = (float) (place - low[i]);
      }
      return new Line(low, high, share);
    }
  }
}
