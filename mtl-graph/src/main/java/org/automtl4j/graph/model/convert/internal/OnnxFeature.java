package org.automtl4j.graph.model.convert.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.text.Suggestion;
import org.automtl4j.graph.model.internal.onnx.OnnxGraph;
import org.automtl4j.graph.model.internal.onnx.OnnxNode;

/**
 * Where a backbone ends.
 *
 * @param end the value that is its output
 * @param remark how that was found, if it was not plain
 */
record OnnxFeature(String end, Optional<String> remark) {
  private static final int MOST_NAMES = 10;
  private static final Set<String> JUDGES = Set.of("Softmax", "LogSoftmax", "ArgMax");

  /** The output that is made last: what comes before it is on its way or a side branch. Without what only turns numbers into probabilities. */
  static OnnxFeature deepest(OnnxGraph graph, OnnxWires wires) {
    String end = graph.outputs().stream().max(Comparator.comparingInt((String output) -> wires.maker(output).orElse(-1))).orElseThrow();
    List<String> cut = new ArrayList<>();
    Optional<OnnxNode> maker = wires.makerNode(end);
    while (maker.filter(node -> JUDGES.contains(node.type()) && !node.inputs().isEmpty()).isPresent()) {
      cut.add(maker.get().describe());
      end = maker.get().inputs().get(0);
      maker = wires.makerNode(end);
    }
    return new OnnxFeature(end, cut.isEmpty() ? Optional.empty() : Optional.of("The classifier's end was cut off: " + String.join(", ", cut) + "."));
  }

  /** The node or value of a name; else the last node of the module of that name. */
  static OnnxFeature named(String name, OnnxGraph graph, String source) {
    for (OnnxNode node : graph.nodes()) {
      if (node.name().equals(name) && !node.outputs().isEmpty() || node.outputs().contains(name)) {
        return new OnnxFeature(node.outputs().contains(name) ? name : node.outputs().get(0), Optional.empty());
      }
    }
    List<OnnxNode> inside = graph.nodes().stream().filter(node -> !node.outputs().isEmpty() && !node.type().equals("Constant") && isIn(node, name)).toList();
    if (!inside.isEmpty()) {
      OnnxNode last = inside.get(inside.size() - 1);
      String end = label(last);
      return new OnnxFeature(last.outputs().get(0), Optional.of("'" + name + "' is a module of " + inside.size() + (inside.size() == 1 ? " node" : " nodes") + "; the backbone ends at its last, '" + end + "'."));
    }
    List<String> names = graph.nodes().stream().filter(node -> !node.outputs().isEmpty() && !node.type().equals("Constant")).map(OnnxFeature::label).toList();
    List<String> last = new ArrayList<>(names.subList(Math.max(0, names.size() - MOST_NAMES), names.size()));
    Collections.reverse(last);
    throw new InvalidInputException(source + ": --feature: there is no node or module '" + name + "'" + Suggestion.didYouMean(name, names) + "; the last nodes are " + String.join(", ", last)
        + (names.size() > last.size() ? "; import backbone --list FILE shows all " + names.size() : ""));
  }

  private static String label(OnnxNode node) {
    return node.name().isEmpty() ? node.outputs().get(0) : node.name();
  }

  /** Whether a node's name, or a name of its weights, has the module among its parts: /layer3/layer3.5/relu/Relu is in layer3 and in layer3.5. */
  private static boolean isIn(OnnxNode node, String module) {
    Stream<String> names = Stream.concat(Stream.of(node.name()), Stream.concat(node.outputs().stream(), node.inputs().stream().skip(1)));
    return names.anyMatch(name -> {
      String dotted = "." + name.replace('/', '.') + ".";
      return dotted.contains("." + module.replace('/', '.').replaceAll("^[.]+|[.]+$", "") + ".") || Arrays.asList(name.split("/")).contains(module);
    });
  }
}
