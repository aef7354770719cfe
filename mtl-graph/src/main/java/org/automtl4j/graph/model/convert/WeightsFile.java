package org.automtl4j.graph.model.convert;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.FiniteNumbers;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.graph.automtl.BackboneWeights;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.Preprocessing;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trained numbers of a backbone as an {@code .npz}: arrays under {@code LAYER.PART}, see {@link BackboneWeights}, beside {@value #VERSION_ENTRY} and, where it is known, how images
 * are prepared ({@value #ORDER_ENTRY}: 0 RGB, 1 BGR, 2 grey). NumPy reads it.
 */
public final class WeightsFile {
  private static final String VERSION_ENTRY = "automtl4j.version";
  private static final String ORDER_ENTRY = "automtl4j.input.order";
  private static final String MEAN_ENTRY = "automtl4j.input.mean";
  private static final String STD_ENTRY = "automtl4j.input.std";
  private static final long VERSION = 1;
  private static final List<ChannelOrder> ORDERS = List.of(ChannelOrder.RGB, ChannelOrder.BGR, ChannelOrder.GREY);

  private WeightsFile() {}

  /**
   * @param file where to; it appears whole or not at all
   * @param weights the numbers
   * @param preprocessing what happens to images first, if known
   */
  public static void write(Path file, BackboneWeights weights, Optional<Preprocessing> preprocessing) {
    Map<String, NumberArray> arrays = new LinkedHashMap<>();
    arrays.put(VERSION_ENTRY, NumberArray.of(new long[] {VERSION}, 1));
    preprocessing.ifPresent(p -> {
      arrays.put(ORDER_ENTRY, NumberArray.of(new long[] {ORDERS.indexOf(p.order())}, 1));
      arrays.put(MEAN_ENTRY, NumberArray.of(p.mean().stream().mapToDouble(Double::doubleValue).toArray(), p.mean().size()));
      arrays.put(STD_ENTRY, NumberArray.of(p.std().stream().mapToDouble(Double::doubleValue).toArray(), p.std().size()));
    });
    weights.arrays().forEach((name, array) -> arrays.put(name, NumberArray.of(array)));
    NpzFile.write(file, arrays);
  }

  /**
   * @param file what {@link #write} wrote
   * @return the numbers, as floats
   * @throws InvalidInputException if it cannot be read, or is no such file
   */
  public static BackboneWeights read(Path file) {
    return read(file, open(file));
  }

  /**
   * Reads the numbers of a backbone; of a file of another one no number is read.
   *
   * @param file what {@link #write} wrote
   * @param backbone whose numbers they are
   * @return the numbers, as floats
   * @throws InvalidInputException if it cannot be read, is no such file, or has numbers that are not the backbone's
   */
  public static BackboneWeights read(Path file, Backbone backbone) {
    NpzFile arrays = open(file);
    Map<String, long[]> shapes = new LinkedHashMap<>();
    numbers(arrays).forEach(name -> shapes.put(name, arrays.shape(name)));
    try {
      BackboneWeights.check(backbone, shapes);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(file + ": " + e.getMessage(), e);
    }
    return read(file, arrays);
  }

  private static List<String> numbers(NpzFile arrays) {
    return arrays.names().stream().filter(name -> !name.startsWith("automtl4j.")).toList();
  }

  private static BackboneWeights read(Path file, NpzFile arrays) {
    Map<String, INDArray> numbers = new LinkedHashMap<>();
    numbers(arrays).forEach(name -> numbers.put(name, FiniteNumbers.check(arrays.array(name).toINDArray(DataType.FLOAT), file + " (" + name + ")")));
    return new BackboneWeights(numbers);
  }

  /**
   * @param file what {@link #write} wrote
   * @return what happens to images before the backbone reads them, if known
   * @throws InvalidInputException if it cannot be read, or is no such file
   */
  public static Optional<Preprocessing> preprocessing(Path file) {
    NpzFile arrays = open(file);
    if (!arrays.names().containsAll(List.of(ORDER_ENTRY, MEAN_ENTRY, STD_ENTRY))) {
      return Optional.empty();
    }
    long order = arrays.whole(ORDER_ENTRY);
    if (order < 0 || order >= ORDERS.size()) {
      throw new InvalidInputException(file + ", " + ORDER_ENTRY + ": found " + order + ", allowed: 0 to " + (ORDERS.size() - 1));
    }
    return Optional.of(new Preprocessing(ORDERS.get((int) order), list(arrays.array(MEAN_ENTRY)), list(arrays.array(STD_ENTRY))));
  }

  private static NpzFile open(Path file) {
    NpzFile arrays = NpzFile.read(file);
    if (!arrays.names().contains(VERSION_ENTRY)) {
      throw new InvalidInputException(file + ": no weights of a backbone: the entry " + VERSION_ENTRY + " is missing; 'automtl import backbone' writes such files");
    }
    long version = arrays.whole(VERSION_ENTRY);
    if (version < 1 || version > VERSION) {
      throw new InvalidInputException(file + ": found format version " + version + ", allowed: up to " + VERSION + "; read it with a newer AutoMTL4J");
    }
    return arrays;
  }

  private static List<Double> list(NumberArray array) {
    return Arrays.stream(array.toDoubles()).boxed().toList();
  }
}
