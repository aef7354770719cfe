package org.automtl4j.graph.model.internal.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an ONNX file holds, as far as CNNs need it.
 *
 * @param opset version of ONNX's own operators
 * @param nodes in file order
 * @param tensors stored numbers by name
 * @param inputs by name, in order, the shape; -1 where an axis is free. Stored numbers are not among them
 * @param outputs their names
 * @param notes the file's metadata
 */
public record OnnxGraph(
    long opset, List<OnnxNode> nodes, Map<String, OnnxTensor> tensors, Map<String, List<Long>> inputs, List<String> outputs, Map<String, String> notes) {

  /** Keeps unmodifiable copies. */
  public OnnxGraph {
    nodes = List.copyOf(nodes);
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = List.copyOf(outputs);
    notes = Map.copyOf(notes);
  }
}
