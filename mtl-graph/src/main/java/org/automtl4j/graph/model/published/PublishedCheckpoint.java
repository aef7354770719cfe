package org.automtl4j.graph.model.published;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.FiniteNumbers;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The weights of a model under their published names, see {@link PublishedNames}: a file of {@code torch.save}, or an {@code .npz} of the same arrays. Every
 * entry of the model must be there in its shape, and nothing else; a file that {@link PublishedExport} has written of a finished model may lack the branches
 * that its tasks do not take.
 */
public final class PublishedCheckpoint {
  /** Entry of our own files that says which version of the layout they have. */
  static final String VERSION_ENTRY = "automtl4j.published.version";
  static final long VERSION = 1;
  private static final String HEADS = "headsDict.";

  private final Path file;
  private final boolean partial;
  private final Map<String, Array> arrays;

  /**
   * An entry of the file, whose numbers are read when they are asked for.
   *
   * @param shape its shape
   * @param numbers gives its numbers
   */
  private record Array(long[] shape, Supplier<NumberArray> numbers) {}

  private PublishedCheckpoint(Path file, boolean partial, Map<String, Array> arrays) {
    this.file = file;
    this.partial = partial;
    this.arrays = arrays;
  }

  /**
   * @param file a file of {@code torch.save} (a state dict, or a dictionary with one), or one whose name ends in {@code .npz}
   * @return its entries
   * @throws InvalidInputException if it cannot be read, or is of a newer version
   */
  public static PublishedCheckpoint read(Path file) {
    Map<String, Array> arrays = new LinkedHashMap<>();
    if (!file.getFileName().toString().endsWith(".npz")) {
      TorchFile.read(file).stateDict().forEach((name, tensor) -> arrays.put(name, new Array(tensor.shape(), tensor::numbers)));
      return new PublishedCheckpoint(file, false, arrays);
    }
    NpzFile npz = NpzFile.read(file);
    boolean ours = npz.names().contains(VERSION_ENTRY);
    if (ours && npz.whole(VERSION_ENTRY) > VERSION) {
      throw new InvalidInputException(file + ": found format version " + npz.whole(VERSION_ENTRY) + ", allowed: up to " + VERSION
          + "; read it with a newer AutoMTL4J");
    }
    npz.names().stream().filter(name -> !name.equals(VERSION_ENTRY))
        .forEach(name -> arrays.put(name, new Array(npz.shape(name), () -> npz.array(name))));
    return new PublishedCheckpoint(file, ours, arrays);
  }

  /** @return the names of all entries, in the order of the file */
  public Set<String> names() {
    return Set.copyOf(arrays.keySet());
  }

  /**
   * The head that a task's entries belong to.
   *
   * @param task a task's name
   * @return ASPP of the width that the file has, one 1x1 convolution, or a linear layer
   * @throws InvalidInputException if the file has none of them for the task
   */
  public TaskHead head(String task) {
    String prefix = HEADS + task + ".";
    Optional<Array> aspp = Optional.ofNullable(arrays.get(prefix + "fc1.conv1.weight"));
    if (aspp.isPresent()) {
      return TaskHead.aspp(width(prefix + "fc1.conv1.weight", aspp.get().shape()));
    }
    Optional<Array> plain = Optional.ofNullable(arrays.get(prefix + "weight"));
    if (plain.isEmpty()) {
      Set<String> tasks = new TreeSet<>();
      arrays.keySet().stream().filter(name -> name.startsWith(HEADS)).forEach(name -> tasks.add(name.split("\\.")[1]));
      throw new InvalidInputException(file + ": has no head of a known kind for task '" + task + "'; it has heads of the tasks " + tasks);
    }
    return plain.get().shape().length == 2 ? TaskHead.linear() : TaskHead.conv1x1();
  }

  private int width(String name, long[] shape) {
    if (shape.length != 4 || shape[0] < 1 || shape[0] > 1 << 16) {
      throw new InvalidInputException(file + ": " + name + " has the shape (" + Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "))
          + "), but the kernel of a head has four axes, [width, inputs, 1, 1]");
    }
    return (int) shape[0];
  }

  /**
   * Writes all numbers into a model. The model is not changed unless everything fits.
   *
   * @param model of the checkpoint's backbone, tasks and heads
   * @return the model's parameters that the file has no numbers for; only files of ours may lack some
   * @throws InvalidInputException if a key is unmatched or mis-shaped; the message lists all of them
   */
  public Set<String> loadInto(SuperModel model) {
    List<PublishedEntry> entries = PublishedNames.of(model);
    List<String> problems = new ArrayList<>();
    Set<String> missing = new TreeSet<>();
    Set<String> unknown = new TreeSet<>(arrays.keySet());
    for (PublishedEntry entry : entries) {
      unknown.remove(entry.name());
      Array array = arrays.get(entry.name());
      if (array == null) {
        entry.parameter().ifPresent(missing::add);
        if (!partial) {
          problems.add(entry.name() + " " + Arrays.toString(entry.shape()) + " is missing");
        }
      } else if (!Arrays.equals(array.shape(), entry.shape())) {
        problems.add(entry.name() + " has shape " + Arrays.toString(array.shape()) + ", the model's is " + Arrays.toString(entry.shape()));
      }
    }
    unknown.forEach(name -> problems.add(name + " " + Arrays.toString(arrays.get(name).shape()) + " is not of this model"));
    if (!problems.isEmpty()) {
      throw new InvalidInputException(file + ": does not fit the model of backbone " + model.backbone().name() + " and tasks "
          + model.tasks().stream().map(task -> task.name()).toList() + ", in " + problems.size() + " places: " + String.join("; ", problems));
    }
    Map<PublishedEntry, INDArray> numbers = new LinkedHashMap<>();
    entries.stream().filter(entry -> entry.parameter().isPresent() && arrays.containsKey(entry.name())).forEach(entry -> numbers.put(entry,
        FiniteNumbers.check(arrays.get(entry.name()).numbers().get().toINDArray(model.dataType()), file + " (" + entry.name() + ")")));
    Parameters store = model.parameters();
    numbers.forEach((entry, values) -> {
      entry.write(store, values);
      values.close();
    });
    return missing;
  }
}
