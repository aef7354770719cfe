package org.automtl4j.data.prepare.internal.source;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.automtl4j.graph.InvalidInputException;

/**
 * Arrays of MATLAB's file format 7.3, which is HDF5, slice by slice along MATLAB's last dimension. HDF5 lists the dimensions in the opposite order, so that an
 * array HxWx3xN is [N, 3, W, H] there.
 */
final class MatlabFile implements AutoCloseable {
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
    } catch (RuntimeException e) {
      throw new InvalidInputException(file + ": not a whole file of MATLAB's format 7.3, which is HDF5 (" + e.getMessage() + ")", e);
    }
  }

  /** @return the sizes in HDF5's order */
  int[] shape(String name) {
    return dataset(name).getDimensions();
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
    int[] shape = dataset.getDimensions();
    long[] from = new long[shape.length];
    from[0] = index;
    int[] count = shape.clone();
    count[0] = 1;
    try {
      return dataset.getData(from, count);
    } catch (RuntimeException | StackOverflowError e) {
      throw new InvalidInputException(file + ": '" + name + "', slice " + index + " of " + Arrays.toString(shape) + " cannot be read (" + e.getMessage()
          + ")", e);
    }
  }

  private Dataset dataset(String name) {
    try {
      if (hdf.getByPath("/" + name) instanceof Dataset dataset) {
        return dataset;
      }
    } catch (RuntimeException e) {
      throw new InvalidInputException(file + ": found no array '" + name + "' (" + e.getMessage() + ")", e);
    }
    throw new InvalidInputException(file + ": found no array '" + name + "'");
  }

  @Override
  public void close() {
    hdf.close();
  }
}
