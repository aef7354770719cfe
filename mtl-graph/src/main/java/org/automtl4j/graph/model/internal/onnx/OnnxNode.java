package org.automtl4j.graph.model.internal.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;

/**
 * One operator of an ONNX graph.
 *
 * @param name its name; may be empty
 * @param type the operator, such as {@code Conv}; with its domain in front if that is not ONNX's own
 * @param inputs names of what it reads; an empty one is left out
 * @param outputs names of what it makes
 * @param attributes by name: a {@link Long}, a {@link Float}, a {@link String}, a list of longs or floats, or an {@link OnnxTensor}
 */
public record OnnxNode(String name, String type, List<String> inputs, List<String> outputs, Map<String, Object> attributes) {

  /** Keeps unmodifiable copies. */
  public OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }

  /** @return the node as messages call it */
  public String describe() {
    return type + " '" + (name.isEmpty() && !outputs.isEmpty() ? outputs.get(0) : name) + "'";
  }

  /**
   * @param index of an input
   * @return its name, unless it is left out
   */
  public Optional<String> input(int index) {
    return index < inputs.size() && !inputs.get(index).isEmpty() ? Optional.of(inputs.get(index)) : Optional.empty();
  }

  /**
   * @param attribute a name
   * @param otherwise what it is when it is not there
   * @return a whole number
   * @throws InvalidInputException if the attribute is there, but is something else
   */
  public long whole(String attribute, long otherwise) {
    return value(attribute, otherwise, 0L, "a whole number");
  }

  /**
   * @param attribute a name
   * @param otherwise what it is when it is not there
   * @return a number
   * @throws InvalidInputException if the attribute is there, but is something else
   */
  public float real(String attribute, float otherwise) {
    return value(attribute, otherwise, 0f, "a number");
  }

  /**
   * @param attribute a name
   * @param otherwise what it is when it is not there
   * @return a text
   * @throws InvalidInputException if the attribute is there, but is something else
   */
  public String text(String attribute, String otherwise) {
    return value(attribute, otherwise, "", "a text");
  }

  /**
   * @param attribute a name
   * @param count how many are needed
   * @param otherwise each of them when the attribute is not there, or empty
   * @return whole numbers
   * @throws InvalidInputException if the attribute is there, but is no list of so many whole numbers
   */
  public long[] wholes(String attribute, int count, long otherwise) {
    long[] values = new long[count];
    Arrays.fill(values, otherwise);
    Object found = attributes.getOrDefault(attribute, List.of());
    if (!found.equals(List.of())) {
      if (!(found instanceof List<?> list) || list.size() != count || !list.stream().allMatch(Long.class::isInstance)) {
        throw new InvalidInputException(attribute + " must be " + count + " whole numbers");
      }
      Arrays.setAll(values, i -> (Long) list.get(i));
    }
    return values;
  }

  /** Some writers leave a value out that is zero. */
  private <T> T value(String attribute, T otherwise, T zero, String kind) {
    Object found = attributes.getOrDefault(attribute, otherwise);
    if (found.equals(List.of())) {
      return zero;
    }
    if (!zero.getClass().isInstance(found)) {
      throw new InvalidInputException(attribute + " must be " + kind);
    }
    @SuppressWarnings("unchecked") // its class was compared
    T value = (T) found;
    return value;
  }
}
