package org.automtl4j.graph.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.FiniteNumbers;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.network.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * All numbers of a supermodel between two stages of training (weights, policies, running statistics) as an {@code .npz} of arrays under their stable names, beside an
 * entry {@value #VERSION_ENTRY} with the format version. NumPy reads it.
 */
public final class SuperModelFile {
  private static final String VERSION_ENTRY = "automtl4j.version";
  private static final long VERSION = 1;

  private SuperModelFile() {}

  /**
   * @param model whose numbers
   * @param file where to; it appears whole or not at all
   */
  public static void save(SuperModel model, Path file) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put(VERSION_ENTRY, Nd4j.createFromArray(VERSION));
    model.parameters().all().forEach(p -> arrays.put(p.name(), p.array()));
    NpzFile.writeArrays(file, arrays);
  }

  /**
   * @param file what {@link #save} wrote
   * @param model a model of the same backbone, tasks and heads; it is not changed unless everything fits
   * @throws InvalidInputException if the file cannot be read or is not of this model; the message lists every name and shape that differs
   */
  public static void load(Path file, SuperModel model) {
    NpzFile arrays = NpzFile.read(file);
    if (!arrays.names().contains(VERSION_ENTRY)) {
      throw new InvalidInputException(file + ": not a supermodel: the entry " + VERSION_ENTRY + " is missing; runs write such files as supermodel.npz");
    }
    long version = arrays.whole(VERSION_ENTRY);
    if (version < 1 || version > VERSION) {
      throw new InvalidInputException(file + ": found format version " + version + ", allowed: up to " + VERSION + "; read it with a newer AutoMTL4J");
    }
    Map<String, INDArray> values = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (Parameters.Parameter p : model.parameters().all()) {
      if (!arrays.names().contains(p.name())) {
        problems.add(p.name() + " is missing");
        continue;
      }
      long[] shape = arrays.shape(p.name());
      if (!Arrays.equals(shape, p.array().shape())) {
        problems.add(p.name() + " has shape " + Arrays.toString(shape) + ", not " + Arrays.toString(p.array().shape()));
      }
    }
    arrays.names().stream().filter(n -> !n.equals(VERSION_ENTRY) && !model.parameters().contains(n)).forEach(n -> problems.add(n + " is not of this model"));
    if (!problems.isEmpty()) {
      throw new InvalidInputException(file + ": the numbers of another supermodel: " + String.join("; ", problems));
    }
    model.parameters().all().forEach(p -> values.put(p.name(), FiniteNumbers.check(arrays.array(p.name(), model.dataType()), file + " (" + p.name() + ")")));
    values.forEach((name, value) -> {
      model.parameters().set(name, value);
      value.close();
    });
  }
}
