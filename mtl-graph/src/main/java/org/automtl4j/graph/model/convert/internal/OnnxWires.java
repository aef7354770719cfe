package org.automtl4j.graph.model.convert.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.model.internal.onnx.OnnxGraph;
import org.automtl4j.graph.model.internal.onnx.OnnxNode;

/** Who makes a value of an ONNX graph and who reads it, found without a look at all nodes. */
final class OnnxWires {
  private final Map<String, Integer> makers = new HashMap<>();
  private final Map<String, List<OnnxNode>> readers = new HashMap<>();
  private final List<OnnxNode> nodes;
  private final Set<String> outputs;

  /**
   * @param graph an ONNX graph
   * @param source the file, for messages
   * @throws InvalidInputException if two nodes make one value
   */
  OnnxWires(OnnxGraph graph, String source) {
    nodes = graph.nodes();
    outputs = new HashSet<>(graph.outputs());
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        Integer other = output.isEmpty() ? null : makers.put(output, i);
        if (other != null) {
          throw new InvalidInputException(source + ": both " + nodes.get(other).describe() + " and " + nodes.get(i).describe() + " make '" + output + "'");
        }
      }
      for (String input : nodes.get(i).inputs()) {
        readers.computeIfAbsent(input, name -> new ArrayList<>()).add(nodes.get(i));
      }
    }
  }

  /** Whether a value is an output of the network. */
  boolean isOutput(String value) {
    return outputs.contains(value);
  }

  /** The place of the node that makes a value. */
  Optional<Integer> maker(String value) {
    return Optional.ofNullable(makers.get(value));
  }

  /** The node that makes a value. */
  Optional<OnnxNode> makerNode(String value) {
    return maker(value).map(nodes::get);
  }

  /** The nodes that read a value, in file order. */
  List<OnnxNode> readers(String value) {
    return readers.getOrDefault(value, List.of());
  }

  /** Why a value is not there when the node of a place reads it. */
  String missing(String value, int place) {
    Optional<Integer> maker = maker(value);
    if (maker.isEmpty()) {
      return "it reads '" + value + "', which nothing makes";
    }
    return maker.get() >= place ? "it reads '" + value + "' before that is made: the nodes go in a circle, or are out of order"
        : "it reads '" + value + "', the second output of " + nodes.get(maker.get()).describe() + "; layers have one";
  }
}
