package org.automtl4j.data.prepare.internal.source;

import org.automtl4j.data.reader.Pixels;
import org.automtl4j.data.reader.Resizing;

/** Brings pictures to a smaller size without losing detail to aliasing. */
final class Shrinking {

  private Shrinking() {}

  /**
   * Where the old size is a multiple of the new one, each new pixel is the mean of the old ones below it, rounded; else 2x2 means are taken as long as the
   * result is not smaller than wanted, and the rest is done bilinearly.
   */
  static Pixels.Bytes mean(Pixels.Bytes picture, int height, int width) {
    if (picture.height() % height == 0 && picture.width() % width == 0) {
      return mean(picture, picture.height() / height, picture.width() / width, height, width);
    }
    Pixels.Bytes smaller = picture;
    while (smaller.height() >= 2 * height && smaller.width() >= 2 * width) {
      smaller = mean(smaller, 2, 2, smaller.height() / 2, smaller.width() / 2);
    }
    return (Pixels.Bytes) Resizing.bilinear(smaller, height, width);
  }

  private static Pixels.Bytes mean(Pixels.Bytes picture, int rows, int columns, int height, int width) {
    int channels = picture.channels();
    byte[] result = new byte[height * width * channels];
    int half = rows * columns / 2;
    for (int y = 0, to = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          int sum = 0;
          for (int row = y * rows; row < (y + 1) * rows; row++) {
            for (int column = x * columns; column < (x + 1) * columns; column++) {
              sum += picture.values()[(row * picture.width() + column) * channels + c] & 0xFF;
            }
          }
          result[to++] = (byte) ((sum + half) / (rows * columns));
        }
      }
    }
    return new Pixels.Bytes(result, height, width, channels);
  }
}
