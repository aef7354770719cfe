package org.automtl4j.plan.internal.kernel.host;

import java.nio.FloatBuffer;

/**
 * Some channels of some images [N, C, H, W], turned so that the numbers of a pixel lie side by side: an array for each pixel, with a block of channels of one
 * image, the same of the next one, and so on. What is computed for each channel alone is then computed for several at a time.
 */
final class PixelRows {
  /** So many channels are turned in one go. */
  private static final int AT_ONCE = 8;

  private final FloatBuffer images;
  private final int channels;
  private final int pixels;

  /**
   * @param images memory of images [N, C, H, W]
   * @param channels C
   * @param pixels H W
   */
  PixelRows(FloatBuffer images, int channels, int pixels) {
    this.images = images;
    this.channels = channels;
    this.pixels = pixels;
  }

  /**
   * What lies side by side in an array.
   *
   * @param image the first image
   * @param images how many images
   * @param channel the first channel
   * @param block how many channels
   */
  record Lanes(int image, int images, int channel, int block) {
    int length() {
      return images * block;
    }

    /** The first of those that are turned together with this one and those after it: if too few are left, with some before it again. */
    private int first(int lane) {
      return Math.max(0, Math.min(lane, length() - AT_ONCE));
    }

    private int together() {
      return Math.min(AT_ONCE, length());
    }
  }

  /** Arrays to work in, for so many pixels. */
  static float[][] planes(RowScratch scratch, int part, int length) {
    return scratch.rows(part, RowScratch.Slot.PLANES, AT_ONCE, length);
  }

  /**
   * Reads some pixels.
   *
   * @param lanes of which channels and images
   * @param pixel the first pixel
   * @param rows takes them: arrays of {@link RowScratch}, one for each pixel
   * @param length how many pixels
   * @param planes arrays to work in
   */
  void load(Lanes lanes, int pixel, float[][] rows, int length, float[][] planes) {
    for (int lane = 0; lane < lanes.length(); lane += AT_ONCE) {
      int first = lanes.first(lane);
      for (int k = 0; k < lanes.together(); k++) {
        images.get(place(lanes, first + k, pixel), planes[k], 0, length);
      }
      spread(planes, rows, first, length);
    }
  }

  /** Writes what {@link #load} would read. */
  void store(Lanes lanes, int pixel, float[][] rows, int length, float[][] planes) {
    for (int lane = 0; lane < lanes.length(); lane += AT_ONCE) {
      int first = lanes.first(lane);
      collect(rows, planes, first, length);
      for (int k = 0; k < lanes.together(); k++) {
        images.put(place(lanes, first + k, pixel), planes[k], 0, length);
      }
    }
  }

  private int place(Lanes lanes, int lane, int pixel) {
    return ((lanes.image() + lane / lanes.block()) * channels + lanes.channel() + lane % lanes.block()) * pixels + pixel;
  }

  private static void spread(float[][] planes, float[][] rows, int first, int length) {
    float[] p0 = planes[0];
    float[] p1 = planes[1];
    float[] p2 = planes[2];
    float[] p3 = planes[3];
    float[] p4 = planes[4];
    float[] p5 = planes[5];
    float[] p6 = planes[6];
    float[] p7 = planes[7];
    for (int p = 0; p < length; p++) {
      float[] row = rows[p];
      row[first] = p0[p];
      row[first + 1] = p1[p];
      row[first + 2] = p2[p];
      row[first + 3] = p3[p];
      row[first + 4] = p4[p];
      row[first + 5] = p5[p];
      row[first + 6] = p6[p];
      row[first + 7] = p7[p];
    }
  }

  private static void collect(float[][] rows, float[][] planes, int first, int length) {
    float[] p0 = planes[0];
    float[] p1 = planes[1];
    float[] p2 = planes[2];
    float[] p3 = planes[3];
    float[] p4 = planes[4];
    float[] p5 = planes[5];
    float[] p6 = planes[6];
    float[] p7 = planes[7];
    for (int p = 0; p < length; p++) {
      float[] row = rows[p];
      p0[p] = row[first];
      p1[p] = row[first + 1];
      p2[p] = row[first + 2];
      p3[p] = row[first + 3];
      p4[p] = row[first + 4];
      p5[p] = row[first + 5];
      p6[p] = row[first + 6];
      p7[p] = row[first + 7];
    }
  }
}
