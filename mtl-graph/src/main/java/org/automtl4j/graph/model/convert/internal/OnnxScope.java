package org.automtl4j.graph.model.convert.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.graph.model.internal.onnx.OnnxNode;
import org.automtl4j.graph.model.internal.onnx.OnnxTensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What nodes read, and the layers that are made of them.
 *
 * @param wires who makes and who reads a value
 * @param assembly the layers so far
 * @param values maps by name
 * @param constants stored and computed numbers by name
 * @param ends names of the values where the backbone ends
 */
record OnnxScope(OnnxWires wires, Assembly assembly, Map<String, Value> values, Map<String, OnnxTensor> constants, Set<String> ends) {
  private static final int LARGEST = 1 << 16;

  static void need(boolean condition, String otherwise) {
    if (!condition) {
      throw new UnsupportedNodeException(otherwise);
    }
  }

  static int number(long value) {
    need(value >= 0 && value <= LARGEST, "found the number " + value + ", allowed 0 to " + LARGEST);
    return (int) value;
  }

  /** A float as the shortest decimal that means it. */
  static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  /** A map in any form. */
  Value any(OnnxNode node, int input) {
    Value value = node.input(input).map(values::get).orElse(null);
    need(value != null, "it works on stored numbers where a map is needed");
    return value;
  }

  /** A map [N, C, H, W], or one pixel of it. */
  Value map(OnnxNode node, int input) {
    Value value = any(node, input);
    need(value.form() == Value.Form.MAP || value.form() == Value.Form.FLAT, "it reads a map whose axes stand in another order");
    return value;
  }

  boolean isMap(String name) {
    return values.containsKey(name);
  }

  OnnxTensor tensor(OnnxNode node, int input) {
    OnnxTensor tensor = node.input(input).map(constants::get).orElse(null);
    need(tensor != null, "its input " + input + " is not stored in the file");
    return tensor;
  }

  Optional<OnnxTensor> given(OnnxNode node, int input) {
    return node.input(input).isPresent() ? Optional.of(tensor(node, input)) : Optional.empty();
  }

  float scalar(OnnxNode node, int input) {
    OnnxTensor tensor = tensor(node, input);
    need(tensor.length() == 1, "its input " + input + " is not one number");
    return tensor.isWhole() ? tensor.wholes().get(0) : tensor.floats()[0];
  }

  INDArray vector(OnnxNode node, int input) {
    OnnxTensor tensor = tensor(node, input);
    need(tensor.shape().size() == 1 && tensor.length() > 0, "its input " + input + " has the shape " + tensor.shape() + ", not one axis");
    return flat(tensor);
  }

  static INDArray flat(OnnxTensor tensor) {
    return Nd4j.create(tensor.floats(), new long[] {tensor.length()}, 'c');
  }

  /** Axes that are an input from some opset on, and an attribute before. */
  Optional<List<Long>> wholes(OnnxNode node, String attribute, int input) {
    if (node.input(input).isPresent()) {
      return Optional.of(tensor(node, input).wholes());
    }
    return node.attributes().get(attribute) instanceof List<?> list && !list.isEmpty()
        ? Optional.of(list.stream().map(value -> value instanceof Long l ? l : Long.valueOf(Long.MIN_VALUE)).toList()) : Optional.empty();
  }

  /** A number for height and width alike. */
  static int same(OnnxNode node, String attribute, int count, long otherwise) {
    long[] values = node.wholes(attribute, count, otherwise);
    need(values[0] == values[1], attribute + " differ between height and width");
    return number(values[0]);
  }

  String name(OnnxNode node) {
    return assembly.name(node.name().isEmpty() ? node.outputs().get(0) : node.name());
  }

  /** After its weights where these have a name of their own, such as {@code layer1.0.conv1.weight}. */
  String name(OnnxNode node, int weights) {
    String tensor = node.input(weights).orElse("");
    boolean telling = tensor.endsWith(".weight") && !tensor.contains("::");
    return telling ? assembly.name(tensor.substring(0, tensor.length() - ".weight".length())) : name(node);
  }
}
