package org.automtl4j.data.dataset.nddr.internal;

import org.automtl4j.data.reader.Pixels;

/** Changes the size of pictures of bytes as Pillow does it, number by number the same. */
final class PillowResizing {
  /** Weights are whole numbers of this many bits behind the point. */
  private static final int BITS = 32 - 8 - 2;

  private PillowResizing() {}

  /**
   * Pillow's BILINEAR: a triangle filter, as wide as a new pixel where the picture shrinks, so that nothing is skipped; rows first, then columns, bytes in
   * between.
   */
  static Pixels.Bytes bilinear(Pixels.Bytes picture, int height, int width) {
    Pixels.Bytes wide = picture.width() == width ? picture : alongRows(picture, width);
    return wide.height() == height ? wide : alongColumns(wide, height);
  }

  /** Which old row or column each new one is, as Pillow's NEAREST takes it: the one under its centre, the place being added up in double precision. */
  static int[] nearest(int from, int to) {
    double step = (double) from / to;
    double at = step * 0.5;
    int[] sources = new int[to];
    for (int i = 0; i < to; i++) {
      sources[i] = Math.min((int) at, from - 1);
      at += step;
    }
    return sources;
  }

  private static Pixels.Bytes alongRows(Pixels.Bytes picture, int width) {
    Taps taps = Taps.of(picture.width(), width);
    int channels = picture.channels();
    byte[] result = new byte[picture.height() * width * channels];
    for (int y = 0, to = 0; y < picture.height(); y++) {
      for (int x = 0; x < width; x++) {
        int from = (y * picture.width() + taps.first[x]) * channels;
        for (int c = 0; c < channels; c++) {
          result[to++] = taps.sum(picture.values(), x, from + c, channels);
        }
      }
    }
    return new Pixels.Bytes(result, picture.height(), width, channels);
  }

  private static Pixels.Bytes alongColumns(Pixels.Bytes picture, int height) {
    Taps taps = Taps.of(picture.height(), height);
    int row = picture.width() * picture.channels();
    byte[] result = new byte[height * row];
    for (int y = 0, to = 0; y < height; y++) {
      for (int i = 0; i < row; i++) {
        result[to++] = taps.sum(picture.values(), y, taps.first[y] * row + i, row);
      }
    }
    return new Pixels.Bytes(result, height, picture.width(), picture.channels());
  }

  /** For each new place the first old one that it sees, and the weights of that and the following. */
  private record Taps(int[] first, int[][] weights) {

    static Taps of(int from, int to) {
      double scale = (double) from / to;
      double support = Math.max(scale, 1);
      int[] first = new int[to];
      int[][] weights = new int[to][];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * scale;
        int least = Math.max((int) (centre - support + 0.5), 0);
        int end = Math.min((int) (centre + support + 0.5), from);
        double[] shares = new double[end - least];
        double sum = 0;
        for (int k = 0; k < shares.length; k++) {
          shares[k] = Math.max(0, 1 - Math.abs((k + least - centre + 0.5) / support));
          sum += shares[k];
        }
        first[i] = least;
        weights[i] = new int[shares.length];
        for (int k = 0; k < shares.length; k++) {
          weights[i][k] = (int) (0.5 + shares[k] / sum * (1 << BITS));
        }
      }
      return new Taps(first, weights);
    }

    byte sum(byte[] values, int place, int from, int step) {
      int sum = 1 << BITS - 1;
      int at = from;
      for (int weight : weights[place]) {
        sum += (values[at] & 0xFF) * weight;
        at += step;
      }
      return (byte) Math.max(0, Math.min(255, sum >> BITS));
    }
  }
}
