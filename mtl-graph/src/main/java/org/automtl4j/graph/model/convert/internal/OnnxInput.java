package org.automtl4j.graph.model.convert.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.model.internal.onnx.OnnxNode;
import org.automtl4j.graph.model.internal.onnx.OnnxTensor;

/** Nodes that normalise the input with stored numbers, which backbones leave to the preparation of images. */
final class OnnxInput {
  private static final long FLOAT = 1;

  private final int channels;
  private final Map<String, Value> values;
  private final Map<String, OnnxTensor> constants;

  OnnxInput(int channels, Map<String, Value> values, Map<String, OnnxTensor> constants) {
    this.channels = channels;
    this.values = values;
    this.constants = constants;
  }

  /** Whether a node joins the input itself and stored numbers. */
  boolean isScaled(OnnxNode node) {
    return node.inputs().size() == 2 && node.inputs().stream().anyMatch(this::isInput)
        && node.inputs().stream().anyMatch(constants::containsKey);
  }

  private boolean isInput(String name) {
    return values.containsKey(name) && values.get(name).node() == Node.DATA && !values.get(name).scale().factors().isEmpty();
  }

  /** Add, Sub, Mul or Div of the input and stored numbers. */
  Value scaled(OnnxNode node) {
    boolean inputFirst = values.containsKey(node.inputs().get(0));
    Value in = values.get(node.inputs().get(inputFirst ? 0 : 1));
    need(in.pad() == 0, "it normalises an input with zeros around it, which become other numbers");
    List<Double> numbers = numbers(constants.get(node.inputs().get(inputFirst ? 1 : 0)));
    return switch (node.type()) {
      case "Add" -> in.scaled(in.scale().plus(numbers));
      case "Mul" -> in.scaled(in.scale().times(numbers));
      case "Sub" -> {
        need(inputFirst, "it subtracts the input from stored numbers");
        yield in.scaled(in.scale().plus(numbers.stream().map(n -> -n).toList()));
      }
      default -> {
        need(inputFirst && numbers.stream().noneMatch(n -> n == 0), "it divides stored numbers by the input, or the input by 0");
        yield in.scaled(in.scale().times(numbers.stream().map(n -> 1 / n).toList()));
      }
    };
  }

  /** The input as floats: a file may read bytes. */
  Value cast(OnnxNode node) {
    Value in = node.input(0).map(values::get).orElse(null);
    need(in != null && node.input(0).filter(this::isInput).isPresent() && node.whole("to", FLOAT) == FLOAT, "it changes the type of numbers");
    return in;
  }

  /** One number for all channels, or one for each: shapes such as [], [1], [3, 1, 1], [1, 3, 1, 1]. */
  private List<Double> numbers(OnnxTensor tensor) {
    List<Long> shape = new ArrayList<>(tensor.shape());
    while (shape.size() < 4) {
      shape.add(0, 1L);
    }
    boolean all = tensor.length() == 1;
    need(shape.size() == 4 && (all || shape.equals(List.of(1L, (long) channels, 1L, 1L))),
        "it joins the input and stored numbers of shape " + tensor.shape() + ", allowed are one number, or one for each channel");
    float[] floats = tensor.floats();
    List<Double> numbers = new ArrayList<>();
    for (float value : floats) {
      need(Float.isFinite(value), "it joins the input and a number that is not finite");
      numbers.add(Double.parseDouble(Float.toString(value))); // the shortest decimal that means it: 0.485, not 0.48500001430511475
    }
    return all ? Collections.nCopies(channels, numbers.get(0)) : numbers;
  }

  private static void need(boolean condition, String otherwise) {
    if (!condition) {
      throw new UnsupportedNodeException(otherwise);
    }
  }
}
