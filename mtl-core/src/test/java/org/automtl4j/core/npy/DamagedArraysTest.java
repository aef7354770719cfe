package org.automtl4j.core.npy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.mutation.ByteMutator;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.ZipMutator;
import org.nd4j.linalg.api.buffer.DataType;

/** NumPy's files, whatever stands in them. */
class DamagedArraysTest extends MutationContract {
  private static final int HEADER = 128;

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    Path npy = folder.resolve("whole.npy");
    Path npz = folder.resolve("whole.npz");
    NpyFile.write(npy, NumberArray.of(new float[60], 4, 5, 3));
    Map<String, NumberArray> arrays = new LinkedHashMap<>();
    arrays.put("a", NumberArray.of(new float[12], 3, 4));
    arrays.put("b.weight", NumberArray.of(new double[6], 1, 2, 3));
    NpzFile.write(npz, arrays);
    ByteMutator array = new ByteMutator(HEADER);
    return List.of(
        new MutatedFormat("npy", "a.npy", Files.readAllBytes(npy), array, NpyFile::read, InvalidInputException.class),
        new MutatedFormat("npy as floats", "a.npy", Files.readAllBytes(npy), array, NpyFile::readFloats, InvalidInputException.class),
        new MutatedFormat("npz", "a.npz", Files.readAllBytes(npz), new ZipMutator(name -> array), DamagedArraysTest::readAll, InvalidInputException.class));
  }

  private static void readAll(Path file) {
    NpzFile arrays = NpzFile.read(file);
    for (String name : arrays.names()) {
      arrays.array(name);
      arrays.array(name, DataType.FLOAT).close();
    }
  }
}
