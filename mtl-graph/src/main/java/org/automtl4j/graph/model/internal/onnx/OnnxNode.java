package org.automtl4j.graph.model.internal.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;

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
   */
  public long whole(String attribute, long otherwise) {
    return attributes.get(attribute) instanceof Long value ? value : otherwise;
  }

  /**
   * @param attribute a name
   * @param otherwise what it is when it is not there
   * @return a number
   */
  public float real(String attribute, float otherwise) {
    return attributes.get(attribute) instanceof Float value ? value : otherwise;
  }

  /**
   * @param attribute a name
   * @param otherwise what it is when it is not there
   * @return a text
   */
  public String text(String attribute, String otherwise) {
    return attributes.get(attribute) instanceof String value ? value : otherwise;
  }

  /**
   * @param attribute a name
   * @param count how many are needed
   * @param otherwise each of them when the attribute is not there or has another length
   * @return whole numbers
   */
  public long[] wholes(String attribute, int count, long otherwise) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = attributes.get(attribute) instanceof List<?> list && list.size() == count && list.get(i) instanceof Long value ? value : otherwise;
    }
    return values;
  }
}
