package org.automtl4j.graph.model;

/** One image's output of a head; the values channel by channel, row by row. */
record HeadMap(float[] values, int channels, int height, int width) {

  int[] largest() {
    int[] best = new int[height * width];
    for (int i = 0; i < best.length; i++) {
      for (int c = 1; c < channels; c++) {
        best[i] = values[c * best.length + i] > values[best[i] * best.length + i] ? c : best[i];
      }
    }
    return best;
  }

  /** Divides each pixel's vector by its length. */
  HeadMap unit() {
    int pixels = height * width;
    for (int i = 0; i < pixels; i++) {
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += (double) values[c * pixels + i] * values[c * pixels + i];
      }
      double length = Math.max(Math.sqrt(sum), 1e-12);
      for (int c = 0; c < channels; c++) {
        values[c * pixels + i] /= (float) length;
      }
    }
    return this;
  }
}
