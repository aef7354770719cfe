package org.automtl4j.data.prepare.internal.source;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.reader.PixelLimits;

/**
 * Arrays of MATLAB's file format 7.3, which is HDF5, slice by slice along MATLAB's last dimension. HDF5 lists the dimensions in the opposite order, so that an
 * array HxWx3xN is [N, 3, W, H] there.
 */
final class MatlabFile implements AutoCloseable {
  /** Of a slice or a piece: red, green and blue of the largest picture. */
  private static final double MOST_NUMBERS = 3.0 * PixelLimits.MOST_PIXELS;

  private final Path file;
  private final HdfFile hdf;

  private MatlabFile(Path file, HdfFile hdf) {
    this.file = file;
    this.hdf = hdf;
  }

  static MatlabFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": there is no such file");
    }
    try {
      return new MatlabFile(file, new HdfFile(file));
    } catch (NoClassDefFoundError e) {
      throw new InvalidInputException("reading " + file + " needs the library io.jhdf:jhdf on the class path", e);
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw new InvalidInputException(file + ": not a whole file of MATLAB's format 7.3, which is HDF5 (" + e.getMessage() + ")", e);
    }
  }

  /** @return the sizes in HDF5's order */
  int[] shape(String name) {
    return shape(name, dataset(name));
  }

  /** @return whole numbers of slice {@code index} along HDF5's first dimension, those of the last dimension side by side */
  int[] ints(String name, int index, int size) {
    return NumberBlock.ints(slice(name, index), size, file + ": '" + name + "', slice " + index);
  }

  /** @return floating-point numbers of slice {@code index} along HDF5's first dimension, those of the last dimension side by side */
  float[] floats(String name, int index, int size) {
    return NumberBlock.floats(slice(name, index), size, file + ": '" + name + "', slice " + index);
  }

  /** Slice {@code index} along HDF5's first dimension as nested Java arrays. */
  private synchronized Object slice(String name, int index) {
    Dataset dataset = dataset(name);
    int[] shape = shape(name, dataset);
    long[] from = new long[shape.length];
    from[0] = index;
    int[] count = shape.clone();
    count[0] = 1;
    try {
      return dataset.getData(from, count);
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw new InvalidInputException(file + ": '" + name + "', slice " + index + " of " + Arrays.toString(shape) + " cannot be read (" + e.getMessage()
          + ")", e);
    }
  }

  /** The sizes, if a slice and a chunk are no larger than a picture can be. */
  private int[] shape(String name, Dataset dataset) {
    try {
      int[] shape = dataset.getDimensions();
      int[] chunk = dataset instanceof ChunkedDataset chunked ? chunked.getChunkDimensions() : new int[0];
      if (shape.length < 2 || product(shape, 1) > MOST_NUMBERS || product(chunk, 0) > MOST_NUMBERS || dataset.getDataType().getSize() > Double.BYTES) {
        throw new InvalidInputException(file + ": '" + name + "' has the shape " + Arrays.toString(shape) + ", stored in pieces of " + Arrays.toString(chunk)
            + "; no such array is read");
      }
      return shape;
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw new InvalidInputException(file + ": '" + name + "' is damaged (" + e.getMessage() + ")", e);
    }
  }

  private static double product(int[] sizes, int from) {
    return Arrays.stream(sizes).skip(from).asDoubleStream().reduce(1, (a, b) -> a * b);
  }

  private Dataset dataset(String name) {
    try {
      if (hdf.getByPath("/" + name) instanceof Dataset dataset) {
        return dataset;
      }
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw new InvalidInputException(file + ": found no array '" + name + "' (" + e.getMessage() + ")", e);
    }
    throw new InvalidInputException(file + ": found no array '" + name + "'");
  }

  @Override
  public void close() {
    hdf.close();
  }
}
