package org.automtl4j.graph.model;

/**
 * A map of a head at the size of the image, row by row.
 *
 * @param map the map
 * @param rows for each row of the image its place in the map
 * @param columns for each column of the image its place in the map
 */
record Enlarged(HeadMap map, Placement.Line rows, Placement.Line columns) {

  /** One channel, [H][W]. */
  float[][] channel(int channel) {
    float[][] values = new float[rows.low().length][columns.low().length];
    float[] line = new float[map.width()];
    for (int y = 0; y < values.length; y++) {
      fill(channel, y, line, values[y]);
    }
    return values;
  }

  /** The channel of the largest value of each pixel of a row; of equal ones the first. */
  int[] largest(int y) {
    int[] best = new int[columns.low().length];
    float[] most = new float[best.length];
    float[] values = new float[best.length];
    float[] line = new float[map.width()];
    for (int c = 0; c < map.channels(); c++) {
      fill(c, y, line, values);
      for (int x = 0; x < best.length; x++) {
        if (c == 0 || values[x] > most[x]) {
          best[x] = c;
          most[x] = values[x];
        }
      }
    }
    return best;
  }

  /** Interpolates between two rows of the map first, then between the columns of what that gave. */
  private void fill(int channel, int y, float[] line, float[] values) {
    int low = (channel * map.height() + rows.low()[y]) * map.width();
    int high = (channel * map.height() + rows.high()[y]) * map.width();
    float share = rows.share()[y];
    for (int x = 0; x < line.length; x++) {
      line[x] = share == 0 ? map.values()[low + x] : map.values()[low + x] * (1 - share) + map.values()[high + x] * share;
    }
    for (int x = 0; x < values.length; x++) {
      float more = columns.share()[x];
      values[x] = more == 0 ? line[columns.low()[x]] : line[columns.low()[x]] * (1 - more) + line[columns.high()[x]] * more;
    }
  }

  /** Divides the vectors of three channels by their lengths; a vector of length 0 stays. */
  static void toUnitLength(float[][][] channels) {
    for (int y = 0; y < channels[0].length; y++) {
      for (int x = 0; x < channels[0][y].length; x++) {
        double sum = 0;
        for (float[][] channel : channels) {
          sum += (double) channel[y][x] * channel[y][x];
        }
        float length = (float) Math.max(Math.sqrt(sum), 1e-12);
        for (float[][] channel : channels) {
          channel[y][x] /= length;
        }
      }
    }
  }
}
