package org.automtl4j.graph.plan.internal;

import java.nio.FloatBuffer;

/**
 * Some neighbouring channels of images [N, C, H, W], turned so that the numbers of a pixel lie side by side: an array for each pixel, in which a channel of an
 * image has the place image * channels + channel. What is computed for each channel alone is then computed for several at a time.
 */
final class PixelRows {
  /** So many channels are turned in one go. */
  private static final int AT_ONCE = 4;

  private final FloatBuffer images;
  private final int count;
  private final int channels;
  private final int pixels;

  /**
   * @param images memory of images [N, C, H, W]
   * @param count N
   * @param channels C
   * @param pixels H W
   */
  PixelRows(FloatBuffer images, int count, int channels, int pixels) {
    this.images = images;
    this.count = count;
    this.channels = channels;
    this.pixels = pixels;
  }

  /**
   * Reads some pixels.
   *
   * @param channel the first channel
   * @param block how many channels
   * @param pixel the first pixel
   * @param rows takes them, an array for each
   * @param length how many pixels
   * @param planes {@link #AT_ONCE} arrays of that length to work in
   */
  void load(int channel, int block, int pixel, float[][] rows, int length, float[][] planes) {
    int lanes = count * block;
    for (int lane = 0; lane < lanes; lane += AT_ONCE) {
      int more = Math.min(AT_ONCE, lanes - lane);
      for (int k = 0; k < more; k++) {
        images.get(place(channel, block, lane + k, pixel), planes[k], 0, length);
      }
      if (more == AT_ONCE) {
        spread(planes[0], planes[1], planes[2], planes[3], rows, lane, length);
      } else {
        for (int k = 0; k < more; k++) {
          for (int p = 0; p < length; p++) {
            rows[p][lane + k] = planes[k][p];
          }
        }
      }
    }
  }

  private static void spread(float[] a, float[] b, float[] c, float[] d, float[][] rows, int lane, int length) {
    for (int p = 0; p < length; p++) {
      float[] row = rows[p];
      row[lane] = a[p];
      row[lane + 1] = b[p];
      row[lane + 2] = c[p];
      row[lane + 3] = d[p];
    }
  }

  /** Writes what {@link #load} would read. */
  void store(int channel, int block, int pixel, float[][] rows, int length, float[][] planes) {
    int lanes = count * block;
    for (int lane = 0; lane < lanes; lane += AT_ONCE) {
      int more = Math.min(AT_ONCE, lanes - lane);
      if (more == AT_ONCE) {
        collect(planes[0], planes[1], planes[2], planes[3], rows, lane, length);
      } else {
        for (int k = 0; k < more; k++) {
          for (int p = 0; p < length; p++) {
            planes[k][p] = rows[p][lane + k];
          }
        }
      }
      for (int k = 0; k < more; k++) {
        images.put(place(channel, block, lane + k, pixel), planes[k], 0, length);
      }
    }
  }

  private static void collect(float[] a, float[] b, float[] c, float[] d, float[][] rows, int lane, int length) {
    for (int p = 0; p < length; p++) {
      float[] row = rows[p];
      a[p] = row[lane];
      b[p] = row[lane + 1];
      c[p] = row[lane + 2];
      d[p] = row[lane + 3];
    }
  }

  private int place(int channel, int block, int lane, int pixel) {
    return (lane / block * channels + channel + lane % block) * pixels + pixel;
  }
}
