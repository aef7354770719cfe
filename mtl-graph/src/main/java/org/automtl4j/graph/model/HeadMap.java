package org.automtl4j.graph.model;

/** One image's output of a head; the values channel by channel, row by row. */
record HeadMap(float[] values, int channels, int height, int width) {

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
