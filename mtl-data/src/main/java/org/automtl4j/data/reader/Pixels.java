package org.automtl4j.data.reader;

import java.util.Arrays;

/**
 * Numbers in rows and columns, with one or more channels each: [H, W, C], the channels of a pixel side by side. The kind of number is that of the file. Arrays
 * are not copied.
 */
public sealed interface Pixels {

  /** @return H */
  int height();

  /** @return W */
  int width();

  /** @return C */
  int channels();

  /**
   * @param index place in [H, W, C], row by row
   * @return the number there
   */
  float at(int index);

  /** @return all numbers, [H, W, C]; the very array where they are floats */
  float[] toFloats();

  /** @return how many numbers there are: H * W * C */
  default int size() {
    return height() * width() * channels();
  }

  /** @return the size as messages spell it: {@code 480x640 with 3 channels} */
  default String shape() {
    return height() + "x" + width() + " with " + channels() + (channels() == 1 ? " channel" : " channels");
  }

  /**
   * Numbers in 0..255.
   *
   * @param values [H, W, C], unsigned
   * @param height H
   * @param width W
   * @param channels C
   */
  record Bytes(byte[] values, int height, int width, int channels) implements Pixels {
    /** Checks the size. */
    public Bytes {
      Pixels.check(values.length, height, width, channels);
    }

    @Override
    public float at(int index) {
      return values[index] & 0xFF;
    }

    @Override
    public float[] toFloats() {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = values[i] & 0xFF;
      }
      return floats;
    }
  }

  /**
   * Numbers in 0..65535.
   *
   * @param values [H, W, C], unsigned
   * @param height H
   * @param width W
   * @param channels C
   */
  record Shorts(short[] values, int height, int width, int channels) implements Pixels {
    /** Checks the size. */
    public Shorts {
      Pixels.check(values.length, height, width, channels);
    }

    @Override
    public float at(int index) {
      return values[index] & 0xFFFF;
    }

    @Override
    public float[] toFloats() {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = values[i] & 0xFFFF;
      }
      return floats;
    }
  }

  /**
   * Floating-point numbers.
   *
   * @param values [H, W, C]
   * @param height H
   * @param width W
   * @param channels C
   */
  record Floats(float[] values, int height, int width, int channels) implements Pixels {
    /** Checks the size. */
    public Floats {
      Pixels.check(values.length, height, width, channels);
    }

    @Override
    public float at(int index) {
      return values[index];
    }

    @Override
    public float[] toFloats() {
      return values;
    }
  }

  private static void check(int found, int height, int width, int channels) {
    if (height < 1 || width < 1 || channels < 1 || found != (long) height * width * channels) {
      throw new IllegalArgumentException(found + " numbers cannot be of shape " + Arrays.toString(new int[] {height, width, channels}));
    }
  }
}
