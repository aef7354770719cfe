package org.automtl4j.core.ops;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A map of tokens cut into square windows after it was rolled up and to the left (Liu et al., ICCV 2021). Tokens are counted row by row,
 * windows too, and within a window again row by row.
 *
 * @param height rows of the map, a multiple of the window
 * @param width columns of the map, a multiple of the window
 * @param window side of a window, in tokens
 * @param shift rows and columns by which the map is rolled, from 0 to window - 1
 */
public record WindowGrid(int height, int width, int window, int shift) {
  /** What is added to the score of two tokens that are neighbours only because the map was rolled. */
  private static final int HIDDEN = -100;

  /** Checks that the windows fit. */
  public WindowGrid {
    if (window < 1 || height < 1 || width < 1 || height % window != 0 || width % window != 0) {
      throw new IllegalArgumentException("windows of " + window + "x" + window + " do not divide a map of " + height + "x" + width);
    }
    if (shift < 0 || shift >= window) {
      throw new IllegalArgumentException("the shift must be from 0 to " + (window - 1) + ", found " + shift);
    }
  }

  /** @return how many windows there are */
  public int windows() {
    return height / window * (width / window);
  }

  /** @return how many tokens a window has */
  public int tokens() {
    return window * window;
  }

  /** @return for each token of each window the token of the map that comes there: roll and partition in one */
  public int[] partition() {
    int across = width / window;
    return IntStream.range(0, height * width).map(k -> {
      int at = k / tokens();
      int within = k % tokens();
      int row = at / across * window + within / window;
      int column = at % across * window + within % window;
      return (row + shift) % height * width + (column + shift) % width;
    }).toArray();
  }

  /** @return for each token of the map where it is among the windows: {@link #partition} undone */
  public int[] reverse() {
    int[] reverse = new int[height * width];
    int[] partition = partition();
    for (int k = 0; k < partition.length; k++) {
      reverse[partition[k]] = k;
    }
    return reverse;
  }

  /**
   * What keeps tokens of a rolled map apart that were not neighbours.
   *
   * @param type float or double
   * @return [windows, tokens, tokens], 0 for two tokens of one region, -100 for others
   */
  public INDArray mask(DataType type) {
    int n = tokens();
    int[] partition = new WindowGrid(height, width, window, 0).partition();
    INDArray mask = Nd4j.zeros(type, windows(), n, n);
    for (int w = 0; w < windows(); w++) {
      for (int p = 0; p < n; p++) {
        for (int q = 0; q < n; q++) {
          if (region(partition[w * n + p]) != region(partition[w * n + q])) {
            mask.putScalar(w, p, q, HIDDEN);
          }
        }
      }
    }
    return mask;
  }

  /** One of nine: rows and columns are cut where the last window begins, and where what was rolled begins. */
  private int region(int token) {
    return 3 * part(token / width, height) + part(token % width, width);
  }

  private int part(int place, int side) {
    return place < side - window ? 0 : place < side - shift ? 1 : 2;
  }

  /**
   * Which row of a table of (2 window - 1)^2 rows belongs to two tokens of a window: their distance in rows, then in columns.
   *
   * @param window side of the window, in tokens
   * @return for each pair of tokens (p, q), q fastest
   */
  public static int[] relativeIndex(int window) {
    int n = window * window;
    return IntStream.range(0, n * n).map(k -> {
      int p = k / n;
      int q = k % n;
      return (p / window - q / window + window - 1) * (2 * window - 1) + p % window - q % window + window - 1;
    }).toArray();
  }

  /**
   * The tokens of each 2x2 square of a map, square by square, in the order (0, 0), (1, 0), (0, 1), (1, 1) of row and column.
   *
   * @param height rows of the map, even
   * @param width columns of the map, even
   * @return the token of the map for each place
   */
  public static int[] squares(int height, int width) {
    if (height % 2 != 0 || width % 2 != 0) {
      throw new IllegalArgumentException("a map of " + height + "x" + width + " has no whole squares of 2x2");
    }
    return IntStream.range(0, height * width).map(k -> {
      int square = k / 4;
      int row = square / (width / 2) * 2 + k % 4 % 2;
      int column = square % (width / 2) * 2 + k % 4 / 2;
      return row * width + column;
    }).toArray();
  }
}
