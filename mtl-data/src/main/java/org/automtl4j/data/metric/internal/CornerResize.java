package org.automtl4j.data.metric.internal;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Bilinear resizing with fixed corners, of arrays: position t of n comes from t (sources - 1) / (n - 1). */
public final class CornerResize {
  private CornerResize() {}

  /**
   * @param maps [N, C, h, w]
   * @param height H
   * @param width W
   * @return [N, C, H, W], the same numbers where the size is the same
   */
  public static INDArray of(INDArray maps, int height, int width) {
    int rows = (int) maps.size(2);
    int columns = (int) maps.size(3);
    if (rows == height && columns == width) {
      return maps.dup('c');
    }
    float[] from = maps.dup('c').data().asFloat();
    int planes = (int) (maps.size(0) * maps.size(1));
    float[] to = new float[planes * height * width];
    Line down = Line.of(rows, height);
    Line across = Line.of(columns, width);
    for (int p = 0, at = 0; p < planes; p++) {
      for (int y = 0; y < height; y++) {
        int low = (p * rows + down.low[y]) * columns;
        int high = (p * rows + down.high[y]) * columns;
        for (int x = 0; x < width; x++) {
          float above = mix(from[low + across.low[x]], from[low + across.high[x]], across.part[x]);
          float below = mix(from[high + across.low[x]], from[high + across.high[x]], across.part[x]);
          to[at++] = mix(above, below, down.part[y]);
        }
      }
    }
    return Nd4j.createFromArray(to).reshape(maps.size(0), maps.size(1), height, width);
  }

  private static float mix(float low, float high, float part) {
    return low + (high - low) * part;
  }

  private record Line(int[] low, int[] high, float[] part) {

    static Line of(int sources, int targets) {
      Line line = new Line(new int[targets], new int[targets], new float[targets]);
      for (int t = 0; t < targets; t++) {
        double place = targets == 1 ? 0 : (double) t * (sources - 1) / (targets - 1);
        line.low[t] = Math.min((int) place, sources - 1);
        line.high[t] = Math.min(line.low[t] + 1, sources - 1);
        line.part[t] = (float) (place - line.low[t]);
      }
      return line;
    }
  }
}
