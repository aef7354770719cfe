package org.automtl4j.graph.model;

/** Resizing of single maps, row by row in arrays. */
final class Resampling {
  private Resampling() {}

  /** For each target pixel the nearest source pixel, floor(target * (in / out)) with the ratio in float32: as losses and metrics do it. */
  static int[] nearest(int in, int out) {
    float ratio = (float) in / out;
    int[] sources = new int[out];
    for (int i = 0; i < out; i++) {
      sources[i] = Math.min((int) Math.floor(i * ratio), in - 1);
    }
    return sources;
  }

  /** Bilinear with half-pixel centres; borders are repeated. The same array where nothing changes. */
  static float[] bilinear(float[] map, int h, int w, int height, int width) {
    if (h == height && w == width) {
      return map;
    }
    float[] out = new float[height * width];
    for (int y = 0; y < height; y++) {
      double sy = Math.max(0, (y + 0.5) * h / height - 0.5);
      int y0 = Math.min((int) sy, h - 1);
      int y1 = Math.min(y0 + 1, h - 1);
      float fy = (float) (sy - y0);
      for (int x = 0; x < width; x++) {
        double sx = Math.max(0, (x + 0.5) * w / width - 0.5);
        int x0 = Math.min((int) sx, w - 1);
        int x1 = Math.min(x0 + 1, w - 1);
        float fx = (float) (sx - x0);
        float top = map[y0 * w + x0] * (1 - fx) + map[y0 * w + x1] * fx;
        float bottom = map[y1 * w + x0] * (1 - fx) + map[y1 * w + x1] * fx;
        out[y * width + x] = top * (1 - fy) + bottom * fy;
      }
    }
    return out;
  }
}
