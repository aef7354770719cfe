package org.automtl4j.data.prepare.internal.source;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.lang.reflect.Array;
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
      throw new InvalidInputException("reading " + file + " needs the libraries io.jhdf:jhdf and us.hebi.matlab.mat:mfl-core on the class path", e);
    } catch (RuntimeException e) {
      throw new InvalidInputException(file + ": not a whole file of MATLAB's format 7.3, which is HDF5 (" + e.getMessage() + ")", e);
    }
  }

  /** @return the sizes in HDF5's order */
  int[] shape(String name) {
    return dataset(name).getDimensions();
  }

  /** @return slice {@code index} along HDF5's first dimension as nested Java arrays, without that dimension */
  synchronized Object slice(String name, int index) {
    Dataset dataset = dataset(name);
    int[] shape = dataset.getDimensions();
    long[] from = new long[shape.length];
    from[0] = index;
    int[] count = shape.clone();
    count[0] = 1;
    try {
      return Array.get(dataset.getData(from, count), 0);
    } catch (RuntimeException e) {
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
