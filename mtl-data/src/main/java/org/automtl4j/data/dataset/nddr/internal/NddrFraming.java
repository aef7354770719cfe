package org.automtl4j.data.dataset.nddr.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.automtl4j.data.augmentation.Draws;
import org.automtl4j.data.augmentation.Plane;
import org.automtl4j.data.dataset.nddr.NddrAugmentation;
import org.automtl4j.data.reader.Pixels;

/**
 * Which part of a picture is delivered: it is scaled, then mirrored, then, where it is smaller than the crop, padded on both sides by the whole of what is
 * missing, then the crop is cut out.
 *
 * @param scaledHeight rows after scaling
 * @param scaledWidth columns after scaling
 * @param mirrored whether left and right are swapped
 * @param startRow the crop's first row in the scaled picture; negative in the padding
 * @param startColumn the crop's first column in the scaled picture; negative in the padding
 * @param height rows of the crop
 * @param width columns of the crop
 */
public record NddrFraming(int scaledHeight, int scaledWidth, boolean mirrored, int startRow, int startColumn, int height, int width) {

  /**
   * @param height rows
   * @param width columns
   * @return the picture as it is
   */
  public static NddrFraming whole(int height, int width) {
    return new NddrFraming(height, width, false, 0, 0, height, width);
  }

  /**
   * @param pictureHeight rows of the picture
   * @param pictureWidth columns of the picture
   * @param crop rows and columns of the crop; none: the whole scaled picture
   * @param augmentation what may happen
   * @param draws decide what does: scale, mirror, row, column
   * @return the framing
   */
  public static NddrFraming random(int pictureHeight, int pictureWidth, Optional<List<Integer>> crop, NddrAugmentation augmentation, Draws draws) {
    int height = pictureHeight;
    int width = pictureWidth;
    if (augmentation.least() != 1 || augmentation.most() != 1) {
      double factor = augmentation.least() + (augmentation.most() - augmentation.least()) * draws.scale();
      int shorter = Math.max(1, (int) (Math.min(height, width) * factor));
      int longer = Math.max(1, (int) ((double) shorter * Math.max(height, width) / Math.min(height, width)));
      height = pictureHeight <= pictureWidth ? shorter : longer;
      width = pictureHeight <= pictureWidth ? longer : shorter;
    }
    boolean mirrored = augmentation.mirror() && draws.mirror() < 0.5;
    if (crop.isEmpty()) {
      return new NddrFraming(height, width, mirrored, 0, 0, height, width);
    }
    int rows = crop.get().get(0);
    int columns = crop.get().get(1);
    int above = Math.max(rows - height, 0);
    int left = Math.max(columns - width, 0);
    int startRow = start(height + 2 * above - rows, draws::startRow) - above;
    return new NddrFraming(height, width, mirrored, startRow, start(width + 2 * left - columns, draws::startColumn) - left, rows, columns);
  }

  private static int start(int room, IntUnaryOperator draw) {
    return draw.applyAsInt(room + 1);
  }

  /**
   * @param plane a picture of bytes or a label
   * @return [C, height, width], row by row
   */
  public float[] apply(Plane plane) {
    Pixels pixels = plane.pixels();
    boolean resized = plane.smooth() && (pixels.height() != scaledHeight || pixels.width() != scaledWidth);
    if (resized) {
      pixels = PillowResizing.bilinear((Pixels.Bytes) pixels, scaledHeight, scaledWidth);
    }
    int[] rows = sources(PillowResizing.nearest(pixels.height(), scaledHeight), startRow, height, false);
    int[] columns = sources(PillowResizing.nearest(pixels.width(), scaledWidth), startColumn, width, mirrored);
    int channels = pixels.channels();
    float[] to = new float[channels * height * width];
    Arrays.fill(to, plane.padding());
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; rows[y] >= 0 && x < width; x++) {
          if (columns[x] >= 0) {
            to[(c * height + y) * width + x] = pixels.at((rows[y] * pixels.width() + columns[x]) * channels + (plane.reversed() ? channels - 1 - c : c));
          }
        }
      }
    }
    return to;
  }

  private static int[] sources(int[] scaled, int start, int length, boolean turned) {
    int[] sources = new int[length];
    for (int i = 0; i < length; i++) {
      int at = start + i;
      sources[i] = at < 0 || at >= scaled.length ? -1 : scaled[turned ? scaled.length - 1 - at : at];
    }
    return sources;
  }
}
