package org.automtl4j.graph.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Parts of a large image, all of one size, that overlap by a quarter. In the overlap the tiles' values are mixed, each with a weight that falls towards its own edge, where it knows least of
 * what lies around; so no seam is seen.
 */
final class Tiles {
  /** Rows and columns of a tile; a multiple of every stride. */
  private static final int SIDE = 768;
  private static final int OVERLAP = SIDE / 4;

  private final int[] rows;
  private final int[] columns;
  private final int height;
  private final int width;
  private final Placement tile;

  /** Of what is read, whose sides are multiples of every stride. */
  Tiles(int height, int width) {
    this.height = height;
    this.width = width;
    this.tile = Placement.whole(Math.min(height, SIDE), Math.min(width, SIDE));
    this.rows = starts(height, tile.inputHeight());
    this.columns = starts(width, tile.inputWidth());
  }

  /** What computes a tile. */
  interface Reader {
    /**
     * @param row its first row
     * @param column its first column
     * @param tile its size
     * @return by task, [1, C, h, w]
     */
    Map<String, INDArray> read(int row, int column, Placement tile);
  }

  /** The last one ends where the image ends. */
  private static int[] starts(int size, int tile) {
    int count = 1 + Math.max(0, (size - tile + tile - OVERLAP - 1) / (tile - OVERLAP));
    int[] starts = new int[count];
    for (int i = 0; i < count; i++) {
      starts[i] = Math.min(i * (tile - OVERLAP), size - tile);
    }
    return starts;
  }

  /** All maps of all tiles as maps of the whole. */
  Map<String, INDArray> stitch(Reader reader) {
    Map<String, Sum> sums = new LinkedHashMap<>();
    for (int row : rows) {
      for (int column : columns) {
        for (Map.Entry<String, INDArray> part : reader.read(row, column, tile).entrySet()) {
          sums.computeIfAbsent(part.getKey(), task -> sum(task, part.getValue())).add(part.getValue(), row, column);
        }
      }
    }
    Map<String, INDArray> maps = new LinkedHashMap<>();
    sums.forEach((task, sum) -> maps.put(task, sum.mean()));
    return maps;
  }

  private Sum sum(String task, INDArray part) {
    int strideY = (int) (tile.inputHeight() / part.size(2));
    int strideX = (int) (tile.inputWidth() / part.size(3));
    boolean fits = strideY * part.size(2) == tile.inputHeight() && strideX * part.size(3) == tile.inputWidth();
    for (int row : rows) {
      fits &= row % Math.max(1, strideY) == 0;
    }
    for (int column : columns) {
      fits &= column % Math.max(1, strideX) == 0;
    }
    if (!fits) {
      throw new InvalidInputException("task '" + task + "': a tile of " + tile.inputHeight() + "x" + tile.inputWidth() + " gives a map of " + part.size(2) + "x" + part.size(3)
          + ", which tiles of large images cannot be put together from; predict at a size of fewer pixels");
    }
    return new Sum((int) part.size(1), height / strideY, width / strideX, strideY, strideX);
  }

  private static final class Sum {
    private final int channels;
    private final int height;
    private final int width;
    private final int strideY;
    private final int strideX;
    private final float[] values;
    private final float[] weights;

    Sum(int channels, int height, int width, int strideY, int strideX) {
      this.channels = channels;
      this.height = height;
      this.width = width;
      this.strideY = strideY;
      this.strideX = strideX;
      this.values = new float[Math.multiplyExact(channels, Math.multiplyExact(height, width))];
      this.weights = new float[height * width];
    }

    void add(INDArray part, int row, int column) {
      int h = (int) part.size(2);
      int w = (int) part.size(3);
      int top = row / strideY;
      int left = column / strideX;
      float[] vertical = ramp(h, OVERLAP / strideY, top > 0, top + h < height);
      float[] horizontal = ramp(w, OVERLAP / strideX, left > 0, left + w < width);
      float[] read = part.dup('c').data().asFloat();
      for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
          float weight = vertical[y] * horizontal[x];
          int to = (top + y) * width + left + x;
          weights[to] += weight;
          for (int c = 0; c < channels; c++) {
            values[c * height * width + to] += weight * read[(c * h + y) * w + x];
          }
        }
      }
    }

    private static float[] ramp(int size, int overlap, boolean before, boolean after) {
      float[] weights = new float[size];
      for (int i = 0; i < size; i++) {
        float rise = before ? Math.min(1, (i + 1f) / (overlap + 1)) : 1;
        float fall = after ? Math.min(1, (float) (size - i) / (overlap + 1)) : 1;
        weights[i] = Math.min(rise, fall);
      }
      return weights;
    }

    INDArray mean() {
      for (int i = 0; i < values.length; i++) {
        values[i] /= weights[i % weights.length];
      }
      return Nd4j.create(values, new long[] {1, channels, height, width}, 'c');
    }
  }
}
