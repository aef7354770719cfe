package org.automtl4j.data.reader;

import org.automtl4j.data.reader.internal.OpenCv;
import org.automtl4j.data.reader.internal.Window;

/** Brings pixels to another size: pictures smoothly, labels without making up values in between. */
public final class Resizing {

  private Resizing() {}

  /**
   * Bilinear, with half-pixel centres: a new pixel's centre is mapped to the old picture, and the four pixels around it are weighed. OpenCV does it
   * ({@code INTER_LINEAR}); bytes stay bytes, rounded as OpenCV rounds. Nothing is averaged beyond those four pixels: pictures that shrink to less than half
   * lose detail, as in the published pipelines.
   *
   * @param pixels up to 4 channels
   * @param height new rows
   * @param width new columns
   * @return the picture in its new size, of the same kind of number; the very picture where it has that size
   * @throws org.automtl4j.core.InvalidInputException if OpenCV's natives for this platform are not on the class path
   */
  public static Pixels bilinear(Pixels pixels, int height, int width) {
    check(height, width);
    return pixels.height() == height && pixels.width() == width ? pixels : OpenCv.bilinear(pixels, height, width, new Window(0, 0, height, width));
  }

  /**
   * A part of what {@link #bilinear} gives, number by number the same, for the price of that part's memory.
   *
   * @param pixels up to 4 channels
   * @param height rows of the whole new picture
   * @param width columns of the whole new picture
   * @param row the part's first row
   * @param column the part's first column
   * @param rows the part's rows
   * @param columns the part's columns
   * @return [rows, columns, C], of the same kind of number
   * @throws IllegalArgumentException if the part is empty or leaves the picture
   */
  public static Pixels bilinear(Pixels pixels, int height, int width, int row, int column, int rows, int columns) {
    check(height, width);
    check(rows, columns);
    if (row < 0 || column < 0 || row > height - rows || column > width - columns) {
      throw new IllegalArgumentException(rows + "x" + columns + " pixels from row " + row + " and column " + column + " on leave " + height + "x" + width);
    }
    return OpenCv.bilinear(pixels, height, width, new Window(row, column, rows, columns));
  }

  /**
   * Nearest, as OpenCV's {@code INTER_NEAREST} does it: row y comes from row floor(y * r) with r = 1 / (new height / old height), columns likewise.
   *
   * @param pixels a label
   * @param height new rows
   * @param width new columns
   * @return the label in its new size, of the same kind of number; the very label where it has that size
   */
  public static Pixels nearest(Pixels pixels, int height, int width) {
    check(height, width);
    if (pixels.height() == height && pixels.width() == width) {
      return pixels;
    }
    int[] rows = nearestIndexes(pixels.height(), height);
    int[] columns = nearestIndexes(pixels.width(), width);
    int channels = pixels.channels();
    int size = Math.multiplyExact(Math.multiplyExact(height, width), channels);
    if (pixels instanceof Pixels.Bytes bytes) {
      byte[] values = new byte[size];
      for (int y = 0, to = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          for (int c = 0, from = (rows[y] * pixels.width() + columns[x]) * channels; c < channels; c++) {
            values[to++] = bytes.values()[from++];
          }
        }
      }
      return new Pixels.Bytes(values, height, width, channels);
    }
    if (pixels instanceof Pixels.Shorts shorts) {
      short[] values = new short[size];
      for (int y = 0, to = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          for (int c = 0, from = (rows[y] * pixels.width() + columns[x]) * channels; c < channels; c++) {
            values[to++] = shorts.values()[from++];
          }
        }
      }
      return new Pixels.Shorts(values, height, width, channels);
    }
    float[] old = pixels.toFloats();
    float[] values = new float[size];
    for (int y = 0, to = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0, from = (rows[y] * pixels.width() + columns[x]) * channels; c < channels; c++) {
          values[to++] = old[from++];
        }
      }
    }
    return new Pixels.Floats(values, height, width, channels);
  }

  /**
   * The rule of {@link #nearest}, for one direction.
   *
   * @param from old rows or columns
   * @param to new rows or columns
   * @return for each new one the old one that it comes from: floor(new * (1 / (to / from))) in double precision, at most from - 1. OpenCV rounds twice in this
   *     way, and the plain quotient from / to gives another index now and then, where the product should be whole
   */
  public static int[] nearestIndexes(int from, int to) {
    double ratio = 1 / (to / (double) from);
    int[] indexes = new int[to];
    for (int i = 0; i < to; i++) {
      indexes[i] = Math.min((int) Math.floor(i * ratio), from - 1);
    }
    return indexes;
  }

  private static void check(int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("a picture must have at least one row and column, found " + height + "x" + width);
    }
  }
}
