package org.automtl4j.graph.model.convert.internal;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.text.Suggestion;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.model.internal.onnx.OnnxGraph;
import org.automtl4j.graph.model.internal.onnx.OnnxNode;
import org.automtl4j.graph.model.internal.onnx.OnnxTensor;

/** From an ONNX graph to the layers of a backbone: the nodes that the feature needs, in file order. */
public final class OnnxConversion {
  private final OnnxGraph graph;
  private final Assembly assembly = new Assembly();
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, OnnxTensor> constants = new HashMap<>();

  private OnnxConversion(OnnxGraph graph) {
    this.graph = graph;
    constants.putAll(graph.tensors());
  }

  /**
   * @param graph an ONNX graph
   * @param feature name of the node or of the output of a node where the backbone ends; the output that is made last otherwise
   * @param source the file, for messages
   * @return its layers
   * @throws InvalidInputException if a backbone cannot have all of its nodes; the message lists those
   */
  public static SourceNetwork convert(OnnxGraph graph, Optional<String> feature, String source) {
    return new OnnxConversion(graph).convert(feature, source);
  }

  private SourceNetwork convert(Optional<String> feature, String source) {
    if (graph.inputs().size() != 1) {
      throw new InvalidInputException(source + ": has the inputs " + graph.inputs().keySet() + ", a backbone has one");
    }
    String input = graph.inputs().keySet().iterator().next();
    List<Long> shape = graph.inputs().get(input);
    if (shape.size() != 4 || shape.get(1) < 1 || shape.get(1) > 4096) {
      throw new InvalidInputException(source + ": the input '" + input + "' has the shape " + shape + ", a backbone reads [N, C, H, W] with C given");
    }
    int channels = Math.toIntExact(shape.get(1));
    values.put(input, Value.input(channels));
    OnnxWires wires = new OnnxWires(graph, source);
    long stored = graph.tensors().values().stream().mapToLong(OnnxTensor::length).sum();
    String end = feature.map(name -> output(name, source)).orElseGet(() -> deepest(wires));
    Set<String> needed = needed(end, wires);
    graph.nodes().forEach(this::keepStored);
    OnnxLayers layers = new OnnxLayers(wires, assembly, values, constants, new OnnxInput(channels, values, constants), end);
    for (int place = 0; place < graph.nodes().size(); place++) {
      if (graph.nodes().get(place).outputs().stream().anyMatch(needed::contains)) {
        read(layers, wires, place);
        assembly.checkSize(source, stored);
      }
    }
    assembly.checkComplete(source);
    Value last = values.get(end);
    if (last == null || last.node() == Node.DATA || last.pad() > 0) {
      throw new InvalidInputException(source + ": '" + end + "' is not what a layer gives");
    }
    Optional<Preprocessing> noted = OnnxNotes.preprocessing(graph.notes(), source);
    Optional<InputScale> scale = assembly.inputScale();
    Optional<Preprocessing> preprocessing = scale.isPresent() ? scale.get().preprocessing(noted) : noted;
    return new SourceNetwork(assembly, channels, size(shape.get(2)), size(shape.get(3)), preprocessing, last.single(),
        OnnxRemarks.of(graph, end, feature, needed, scale.map(s -> remark(s, noted))));
  }

  /** Of several outputs the one that is made last: what comes before it is on its way or a side branch. */
  private String deepest(OnnxWires wires) {
    return graph.outputs().stream().max(Comparator.comparingInt((String output) -> wires.maker(output).orElse(-1))).orElseThrow();
  }

  /** What a reader should know about a normalisation that went from the graph to the preparation of images. */
  private static String remark(InputScale scale, Optional<Preprocessing> noted) {
    String moved = "The network normalises its input itself; the backbone leaves that to the preparation of images.";
    return noted.isPresent() ? moved
        : moved + " The file does not say what it reads: taken as red, green, blue in " + (scale.readsUnitRange() ? "0..1" : "0..255") + ", judged by its numbers.";
  }

  /** Numbers that stand in nodes, wherever these stand in the file: a product looks at the sum behind it. */
  private void keepStored(OnnxNode node) {
    if (node.type().equals("Constant") && node.attributes().get("value") instanceof OnnxTensor tensor) {
      node.outputs().forEach(output -> constants.put(output, tensor));
    } else if (node.type().equals("Identity") && node.input(0).map(constants::get).isPresent()) { // numbers that several nodes share
      node.outputs().forEach(output -> constants.put(output, constants.get(node.inputs().get(0))));
    }
  }

  private void read(OnnxLayers layers, OnnxWires wires, int place) {
    OnnxNode node = graph.nodes().get(place);
    if (node.outputs().stream().anyMatch(constants::containsKey)) {
      return;
    }
    Optional<String> missing = node.inputs().stream().filter(name -> !name.isEmpty() && !values.containsKey(name) && !constants.containsKey(name)).findFirst();
    Value out = Value.of(Node.DATA);
    if (missing.isEmpty()) {
      try {
        out = layers.read(node);
      } catch (UnsupportedNodeException e) {
        assembly.refuse(node.describe(), e.getMessage());
      } catch (InvalidInputException e) {
        assembly.refuse(node.describe(), e.getMessage());
      }
    } else {
      assembly.refuse(node.describe(), wires.missing(missing.get(), place));
    }
    Value result = out;
    node.outputs().stream().limit(1).forEach(name -> values.put(name, result));
  }

  /** The first output of the node of a name, or the output of that name. */
  private String output(String name, String source) {
    for (OnnxNode node : graph.nodes()) {
      if (node.name().equals(name) && !node.outputs().isEmpty() || node.outputs().contains(name)) {
        return node.outputs().contains(name) ? name : node.outputs().get(0);
      }
    }
    Set<String> names = new HashSet<>();
    graph.nodes().forEach(node -> names.add(node.name().isEmpty() && !node.outputs().isEmpty() ? node.outputs().get(0) : node.name()));
    throw new InvalidInputException(source + ": --feature: there is no node '" + name + "'" + Suggestion.didYouMean(name, names));
  }

  /** The values that one needs, itself included. */
  private static Set<String> needed(String end, OnnxWires wires) {
    Set<String> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(end));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (needed.add(name)) {
        wires.makerNode(name).ifPresent(node -> open.addAll(node.inputs()));
      }
    }
    return needed;
  }

  private static int size(long axis) {
    return axis < 1 || axis > 1 << 16 ? 0 : (int) axis;
  }
}
