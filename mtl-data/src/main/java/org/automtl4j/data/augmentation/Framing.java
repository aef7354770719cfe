package org.automtl4j.data.augmentation;

import java.util.Arrays;
import org.automtl4j.data.reader.Pixels;
import org.automtl4j.data.reader.Resizing;

/**
 * Which part of a picture is delivered: the picture is scaled, then mirrored, then padded on all sides alike up to the crop's size (one more row or column
 * below and on the right, where the number is odd), then the crop is cut out. Picture and labels of a sample go through the same framing.
 *
 * @param scaledHeight rows after scaling
 * @param scaledWidth columns after scaling
 * @param mirrored whether left and right are swapped
 * @param startRow the crop's first row in the padded picture
 * @param startColumn the crop's first column in the padded picture
 * @param height rows of the crop
 * @param width columns of the crop
 * @param scale the factor that was drawn for the size; 1 where none was
 */
public record Framing(int scaledHeight, int scaledWidth, boolean mirrored, int startRow, int startColumn, int height, int width, double scale) {

  /**
   * The whole picture, brought to a size.
   *
   * @param height rows
   * @param width columns
   * @return the framing
   */
  public static Framing whole(int height, int width) {
    return new Framing(height, width, false, 0, 0, height, width, 1);
  }

  /**
   * A random crop.
   *
   * @param pictureHeight rows of the picture
   * @param pictureWidth columns of the picture
   * @param height rows of the crop
   * @param width columns of the crop
   * @param augmentation what may happen
   * @param draws decide what does
   * @return the framing
   */
  public static Framing random(int pictureHeight, int pictureWidth, int height, int width, Augmentation augmentation, Draws draws) {
    double scale = augmentation.least() + (augmentation.most() - augmentation.least()) * draws.scale();
    boolean mirrored = draws.mirror() > 0.5 && augmentation.mirror();
    int scaledHeight = Math.max(1, (int) (pictureHeight * scale));
    int scaledWidth = Math.max(1, (int) (pictureWidth * scale));
    int startRow = draws.startRow(Math.max(scaledHeight, height) - height + 1);
    int startColumn = draws.startColumn(Math.max(scaledWidth, width) - width + 1);
    return new Framing(scaledHeight, scaledWidth, mirrored, startRow, startColumn, height, width, scale);
  }

  /**
   * Frames a picture or label.
   *
   * @param plane the numbers, of any size
   * @return [C, height, width], row by row
   */
  public float[] apply(Plane plane) {
    Pixels stored = plane.pixels();
    boolean resized = plane.smooth() && (stored.height() != scaledHeight || stored.width() != scaledWidth);
    int[] rows = sources(resized ? scaledHeight : stored.height(), scaledHeight, height, startRow, false);
    int[] columns = sources(resized ? scaledWidth : stored.width(), scaledWidth, width, startColumn, mirrored);
    Pixels pixels = resized ? seen(stored, rows, columns) : stored;
    int channels = pixels.channels();
    float[] from = pixels.toFloats();
    float[] to = new float[channels * height * width];
    for (int c = 0; c < channels; c++) {
      int offset = plane.reversed() ? channels - 1 - c : c;
      float sign = plane.vectors() && mirrored && c == 0 ? -1 : 1;
      for (int y = 0, at = c * height * width; y < height; y++) {
        if (rows[y] < 0) {
          Arrays.fill(to, at, at + width, plane.padding());
          at += width;
          continue;
        }
        int row = rows[y] * pixels.width();
        for (int x = 0; x < width; x++) {
          float value = columns[x] < 0 ? plane.padding() : from[(row + columns[x]) * channels + offset];
          to[at++] = sign < 0 && value != plane.padding() ? -value : value;
        }
      }
    }
    return to;
  }

  /** The part of the resized picture that the crop shows; rows and columns are counted from that part's beginning afterwards. */
  private Pixels seen(Pixels stored, int[] rows, int[] columns) {
    int row = least(rows);
    int column = least(columns);
    int lastRow = Arrays.stream(rows).max().orElseThrow();
    int lastColumn = Arrays.stream(columns).max().orElseThrow();
    Arrays.setAll(rows, i -> Math.max(rows[i] - row, -1));
    Arrays.setAll(columns, i -> Math.max(columns[i] - column, -1));
    return Resizing.bilinear(stored, scaledHeight, scaledWidth, row, column, lastRow - row + 1, lastColumn - column + 1);
  }

  private static int least(int[] sources) {
    return Arrays.stream(sources).filter(i -> i >= 0).min().orElseThrow(() -> new IllegalStateException("the crop shows nothing of the picture"));
  }

  /** For each row or column of the crop the one that it comes from; -1 in the padding. */
  private static int[] sources(int stored, int scaled, int crop, int start, boolean turned) {
    int[] nearest = Resizing.nearestIndexes(stored, scaled);
    int before = Math.max(crop - scaled, 0) / 2;
    int[] sources = new int[crop];
    for (int i = 0; i < crop; i++) {
      int at = start + i - before;
      sources[i] = at < 0 || at >= scaled ? -1 : nearest[turned ? scaled - 1 - at : at];
    }
    return sources;
  }

  /**
   * @param row a row of the crop
   * @param column a column of the crop
   * @return whether the picture, not its padding, is seen there
   */
  public boolean shows(int row, int column) {
    int y = startRow + row - Math.max(height - scaledHeight, 0) / 2;
    int x = startColumn + column - Math.max(width - scaledWidth, 0) / 2;
    return y >= 0 && y < scaledHeight && x >= 0 && x < scaledWidth;
  }
}
