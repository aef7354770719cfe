package org.automtl4j.data.reader;

import java.nio.file.Path;
import java.util.Arrays;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.model.npy.NpyFile;

/** Arrays of rows and columns in NumPy's {@code .npy} files: C and Fortran order, both byte orders, every type of number. */
public final class ArrayFile {

  private ArrayFile() {}

  /**
   * Reads an array of shape [H, W] or [H, W, C].
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
    PixelLimits.checkSize(file, shape[0], shape[1]);
    long channels = shape.length == 2 ? 1 : shape[2];
    if (channels < 1 || channels > PixelLimits.MOST_CHANNELS) {
      throw new InvalidInputException(file + ": an array of shape " + Arrays.toString(shape) + " has " + channels + " channels, allowed are 1 to "
          + PixelLimits.MOST_CHANNELS);
    }
    return new Pixels.Floats(array.values(), (int) shape[0], (int) shape[1], (int) channels);
  }
}
