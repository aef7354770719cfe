package org.automtl4j.graph.model.internal.onnx;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** An ONNX graph in the making: nodes in order, and each array of numbers once. */
final class OnnxNodes {
  private final List<DynamicMessage> nodes = new ArrayList<>();
  private final List<DynamicMessage> initializers = new ArrayList<>();
  private final Map<Object, String> known = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private long bytes;

  /** The wanted name, or with a number behind it if it is taken. */
  String unique(String wanted) {
    String name = wanted;
    for (int i = 1; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  /** Adds a node under the name of its output, which {@link #unique} gave. Attributes are in the order of the map. */
  String node(String type, String output, List<String> inputs, Map<String, Object> attributes) {
    DynamicMessage.Builder node = OnnxSchema.message("Node");
    OnnxSchema.set(node, "input", inputs);
    OnnxSchema.set(OnnxSchema.set(OnnxSchema.set(node, "output", output), "name", output), "op_type", type);
    attributes.forEach((name, value) -> OnnxSchema.set(node, "attribute", OnnxSchema.attribute(name, value)));
    nodes.add(node.build());
    return output;
  }

  String node(String type, String output, String... inputs) {
    return node(type, output, List.of(inputs), Map.of());
  }

  /**
   * An array of floats; what has been asked for before is not stored again.
   *
   * @param key says which numbers they are
   */
  String floats(Object key, String wanted, List<Long> shape, Supplier<float[]> numbers) {
    String name = known.get(key);
    if (name == null) {
      name = unique(wanted);
      known.put(key, name);
      float[] values = numbers.get();
      ByteBuffer raw = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
      raw.asFloatBuffer().put(values);
      add(name, OnnxSchema.FLOAT, shape, raw);
    }
    return name;
  }

  /** A list of whole numbers. */
  String wholes(String wanted, List<Long> values) {
    return known.computeIfAbsent(values, key -> {
      String name = unique(wanted);
      ByteBuffer raw = ByteBuffer.allocate(values.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      values.forEach(raw::putLong);
      add(name, OnnxSchema.INT64, List.of((long) values.size()), raw.rewind());
      return name;
    });
  }

  /** One float without axes. */
  String scalar(float value) {
    return floats(value, "constant", List.of(), () -> new float[] {value});
  }

  private void add(String name, int type, List<Long> shape, ByteBuffer raw) {
    bytes += raw.remaining();
    initializers.add(OnnxSchema.tensor(name, type, shape, UnsafeByteOperations.unsafeWrap(raw)));
  }

  /** How many bytes the arrays take. */
  long bytes() {
    return bytes;
  }

  DynamicMessage graph(String name, DynamicMessage input, List<DynamicMessage> outputs) {
    DynamicMessage.Builder graph = OnnxSchema.message("Graph");
    OnnxSchema.set(OnnxSchema.set(OnnxSchema.set(graph, "node", nodes), "name", name), "initializer", initializers);
    return OnnxSchema.set(OnnxSchema.set(graph, "input", input), "output", outputs).build();
  }

  /** Attributes in the order in which they are given. */
  static Map<String, Object> attributes(Object... namesAndValues) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      attributes.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return attributes;
  }
}
