package org.automtl4j.data.reader;

import java.nio.file.Path;
import java.util.Arrays;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpyFile;

/** Arrays of rows and columns in NumPy's {@code .npy} files: C and Fortran order, both byte orders, every type of number. */
public final class ArrayFile {

  /** So many channels may stand first. */
  private static final int MOST_FIRST = 4;

  private ArrayFile() {}

  /**
   * Reads an array of shape [H, W] or [H, W, C]; [C, H, W] with 1 to 4 channels, as PyTorch has it, where the last size is none of these.
   *
   * @param file the npy file
   * @return its numbers as 32-bit floats (whole numbers beyond 2^24 and 64-bit floats are rounded)
   * @throws InvalidInputException if it is not a whole npy file of such a shape, or too large
   */
  public static Pixels.Floats read(Path file) {
    PixelLimits.checkFile(file);
    NpyFile.Floats array = NpyFile.readFloats(file);
    long[] shape = array.shape();
    if (shape.length != 2 && shape.length != 3) {
      throw new InvalidInputException(file + ": an array of shape " + Arrays.toString(shape) + ", expected [height, width] or [height, width, channels]");
    }
    boolean first = shape.length == 3 && shape[2] > MOST_FIRST && shape[0] >= 1 && shape[0] <= MOST_FIRST;
    long height = shape[first ? 1 : 0];
    long width = shape[first ? 2 : 1];
    PixelLimits.checkSize(file, height, width);
    long channels = first ? shape[0] : shape.length == 2 ? 1 : shape[2];
    if (channels < 1 || channels > PixelLimits.MOST_CHANNELS) {
      throw new InvalidInputException(file + ": an array of shape " + Arrays.toString(shape) + " has " + channels + " channels, allowed are 1 to "
          + PixelLimits.MOST_CHANNELS);
    }
    float[] values = first && channels > 1 ? channelsLast(array.values(), (int) channels) : array.values();
    return new Pixels.Floats(values, (int) height, (int) width, (int) channels);
  }

  /** [C, H, W] to [H, W, C]. */
  private static float[] channelsLast(float[] planes, int channels) {
    float[] values = new float[planes.length];
    int area = planes.length / channels;
    for (int c = 0, from = 0; c < channels; c++) {
      for (int i = 0; i < area; i++) {
        values[i * channels + c] = planes[from++];
      }
    }
    return values;
  }
}
