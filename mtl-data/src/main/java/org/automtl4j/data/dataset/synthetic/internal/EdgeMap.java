package org.automtl4j.data.dataset.synthetic.internal;

/**
 * Edge strength of the picture without noise: the length of Sobel's gradient of its luma (0..1), divided by 4 so that a step from black to white gives 1, at
 * most 1.
 */
final class EdgeMap {

  private EdgeMap() {}

  /** [H, W] in 0..1; beyond the border the nearest pixel counts. */
  static float[] of(Rendering rendering) {
    int height = rendering.height();
    int width = rendering.width();
    float[] luma = luma(rendering);
    float[] map = new float[luma.length];
    for (int i = 0; i < height; i++) {
      int up = Math.max(i - 1, 0) * width;
      int here = i * width;
      int down = Math.min(i + 1, height - 1) * width;
      for (int j = 0; j < width; j++) {
        int left = Math.max(j - 1, 0);
        int right = Math.min(j + 1, width - 1);
        double across = luma[up + right] + 2 * luma[here + right] + luma[down + right] - (luma[up + left] + 2 * luma[here + left] + luma[down + left]);
        double along = luma[down + left] + 2 * luma[down + j] + luma[down + right] - (luma[up + left] + 2 * luma[up + j] + luma[up + right]);
        map[here + j] = (float) Math.min(1, Math.sqrt(across * across + along * along) / 4);
      }
    }
    return map;
  }

  private static float[] luma(Rendering rendering) {
    int area = rendering.height() * rendering.width();
    float[] colour = rendering.colour();
    float[] luma = new float[area];
    for (int i = 0; i < area; i++) {
      luma[i] = (float) new Colour(Math.min(colour[i], 1), Math.min(colour[area + i], 1), Math.min(colour[2 * area + i], 1)).luminance();
    }
    return luma;
  }
}
