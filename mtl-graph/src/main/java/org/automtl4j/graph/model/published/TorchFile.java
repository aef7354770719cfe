package org.automtl4j.graph.model.published;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;

/**
 * What {@code torch.save} put into a file, in its zip form (PyTorch 1.6 and newer) or its older form: dictionaries ({@link Map}, in the order of the file),
 * lists and tuples ({@link List}), texts, {@link Long}, {@link Double}, {@link Boolean}, {@link None} and {@link TorchTensor}. Anything else in a file is
 * refused, and nothing in a file is ever executed.
 *
 * <p>A value is named by the way to it: {@code file.number("optimizer", "param_groups", 0, "lr")}.
 */
public final class TorchFile {
  private final Path path;
  private final Object value;

  private TorchFile(Path path, Object value) {
    this.path = path;
    this.value = value;
  }

  /**
   * Reads a file; the numbers of its tensors are read when they are asked for.
   *
   * @param path a file that {@code torch.save} wrote
   * @return its content
   * @throws InvalidInputException if there is no such file, it is damaged, or it holds something else than tensors, containers, texts and numbers
   */
  public static TorchFile read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new InvalidInputException(path + ": there is no such file");
    }
    try {
      return new TorchFile(path, archive(path).load());
    } catch (PickleException e) {
      throw new InvalidInputException(path + ": " + e.getMessage(), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(path + ": cannot be read as a file of torch.save (" + e.getMessage() + ")", e);
    }
  }

  private static Archive archive(Path path) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(path)) {
      start = in.readNBytes(32);
    }
    if (start.length >= 4 && start[0] == 'P' && start[1] == 'K') {
      return new ZipArchive(path);
    }
    if (LegacyArchive.startsLike(start)) {
      return new LegacyArchive(path);
    }
    throw new PickleException("is not a file of torch.save: it begins neither as a zip nor with PyTorch's magic number");
  }

  /**
   * Where it was read from.
   *
   * @return the file
   */
  public Path path() {
    return path;
  }

  /**
   * Any value.
   *
   * @param way keys of dictionaries (texts or whole numbers) and places in lists, from the outside in; none for the whole
   * @return the value there
   * @throws InvalidInputException if there is nothing, naming what there is
   */
  public Object value(Object... way) {
    Object found = value;
    for (int length = 1; length <= way.length; length++) {
      Optional<Object> next = within(found, way[length - 1]);
      if (next.isEmpty()) {
        throw new InvalidInputException(path + ": has no " + named(Arrays.copyOf(way, length)) + "; there is " + choices(found));
      }
      found = next.get();
    }
    return found;
  }

  /**
   * Whether there is a value.
   *
   * @param way as in {@link #value}
   * @return true if there is
   */
  public boolean contains(Object... way) {
    Optional<Object> found = Optional.of(value);
    for (int step = 0; step < way.length && found.isPresent(); step++) {
      found = within(found.get(), way[step]);
    }
    return found.isPresent();
  }

  private static Optional<Object> within(Object container, Object step) {
    Object key = step instanceof Integer number ? (Object) number.longValue() : step;
    if (container instanceof Map<?, ?> map && map.containsKey(key)) {
      return Optional.of(map.get(key));
    }
    boolean listed = container instanceof List<?> list && key instanceof Long place && place >= 0 && place < list.size();
    return listed ? Optional.of(((List<?>) container).get(((Long) key).intValue())) : Optional.empty();
  }

  /**
   * A number.
   *
   * @param way as in {@link #value}
   * @return its value as a double
   * @throws InvalidInputException if there is none
   */
  public double number(Object... way) {
    return typed(Number.class, "a number", way).doubleValue();
  }

  /**
   * A tensor.
   *
   * @param way as in {@link #value}
   * @return the tensor
   * @throws InvalidInputException if there is none
   */
  public TorchTensor tensor(Object... way) {
    return typed(TorchTensor.class, "a tensor", way);
  }

  /**
   * A dictionary.
   *
   * @param way as in {@link #value}
   * @return its entries, in the order of the file; cannot be changed
   * @throws InvalidInputException if there is none
   */
  public Map<?, ?> dictionary(Object... way) {
    return typed(Map.class, "a dictionary", way);
  }

  /**
   * A dictionary of tensors, such as a model's weights.
   *
   * @param way as in {@link #value}
   * @return the tensors by name, in the order of the file; cannot be changed
   * @throws InvalidInputException if there is none, or it holds something else besides tensors
   */
  public Map<String, TorchTensor> tensors(Object... way) {
    Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    dictionary(way).forEach((key, entry) -> {
      if (!(key instanceof String name) || !(entry instanceof TorchTensor tensor)) {
        throw new InvalidInputException(path + ": " + named(way) + " should hold tensors by name, but its " + key + " is " + Unpickler.describe(entry));
      }
      tensors.put(name, tensor);
    });
    return Collections.unmodifiableMap(tensors);
  }

  /**
   * A model's weights: the entry {@code state_dict} or {@code model_state_dict} of a checkpoint, or the whole file where it is nothing else.
   *
   * @return the tensors by name, in the order of the file; cannot be changed
   * @throws InvalidInputException if there are none
   */
  public Map<String, TorchTensor> stateDict() {
    return contains("state_dict") ? tensors("state_dict") : contains("model_state_dict") ? tensors("model_state_dict") : tensors();
  }

  private <T> T typed(Class<T> kind, String what, Object... way) {
    Object found = value(way);
    if (!kind.isInstance(found)) {
      throw new InvalidInputException(path + ": " + named(way) + " should be " + what + ", but is " + Unpickler.describe(found));
    }
    return kind.cast(found);
  }

  private static String named(Object... way) {
    return way.length == 0 ? "the file" : Arrays.stream(way).map(Object::toString).collect(Collectors.joining("/"));
  }

  private static String choices(Object found) {
    if (found instanceof Map<?, ?> map) {
      String keys = map.keySet().stream().limit(20).map(Object::toString).collect(Collectors.joining(", "));
      return map.isEmpty() ? "an empty dictionary" : keys + (map.size() > 20 ? " and " + (map.size() - 20) + " more" : "");
    }
    return found instanceof List<?> list ? "a list of " + list.size() : Unpickler.describe(found);
  }
}
