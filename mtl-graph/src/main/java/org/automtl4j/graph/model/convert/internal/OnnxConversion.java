package org.automtl4j.graph.model.convert.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;
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
  private final Set<String> refused = new HashSet<>();
  /** Images at a time, as the file says; -1 where it does not. */
  private long batch;

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

  /**
   * @param graph an ONNX graph
   * @param source the file, for messages
   * @return a line for each node: its name, its type, and the shape of what it gives as far as that is known
   */
  public static List<String> list(OnnxGraph graph, String source) {
    OnnxConversion conversion = new OnnxConversion(graph);
    OnnxWires wires = new OnnxWires(graph, source);
    conversion.values(graph.outputs(), wires, source);
    List<String> lines = new ArrayList<>();
    for (OnnxNode node : graph.nodes()) {
      String name = node.name().isEmpty() && !node.outputs().isEmpty() ? node.outputs().get(0) : node.name();
      if (!node.type().equals("Constant") && !node.outputs().isEmpty() && !conversion.constants.containsKey(node.outputs().get(0))) {
        Value value = conversion.values.get(node.outputs().get(0));
        boolean known = value != null && !conversion.refused.contains(node.outputs().get(0)) && value.shape().channels() > 0;
        lines.add(name + "  " + node.type() + "  " + (!known ? "?" : value.isSized() ? value.shape().toString() : value.shape().channels() + "x?x?"));
      }
    }
    return lines;
  }

  private SourceNetwork convert(Optional<String> feature, String source) {
    OnnxWires wires = new OnnxWires(graph, source);
    OnnxFeature found = feature.map(name -> OnnxFeature.named(name, graph, source)).orElseGet(() -> OnnxFeature.deepest(graph, wires));
    String end = found.end();
    Shape input = values(List.of(end), wires, source);
    assembly.checkComplete(source);
    Value value = values.get(end);
    boolean plain = value != null && (value.form() == Value.Form.MAP || value.form() == Value.Form.FLAT || value.form() == Value.Form.CHANNELS_LAST);
    if (!plain || value.node() == Node.DATA || value.pad() > 0) {
      throw new InvalidInputException(source + ": '" + end + "' is not what a layer gives");
    }
    Optional<Preprocessing> noted = OnnxNotes.preprocessing(graph.notes(), source);
    Optional<InputScale> scale = assembly.inputScale();
    Optional<Preprocessing> preprocessing = scale.isPresent() ? scale.get().preprocessing(noted) : noted;
    return new SourceNetwork(assembly, input.channels(), input.height(), input.width(), preprocessing, value.single(),
        OnnxRemarks.of(graph, end, feature, needed(List.of(end), wires), found.remark(), scale.map(s -> remark(s, noted))));
  }

  /** Makes layers of all that some values need, and gives the shape of the images. */
  private Shape values(List<String> ends, OnnxWires wires, String source) {
    if (graph.inputs().size() != 1) {
      throw new InvalidInputException(source + ": has the inputs " + graph.inputs().keySet() + ", a backbone has one");
    }
    String input = graph.inputs().keySet().iterator().next();
    List<Long> shape = graph.inputs().get(input);
    boolean last = isChannelsLast(input, shape, wires);
    if (shape.size() != 4 || shape.get(last ? 3 : 1) < 1 || shape.get(last ? 3 : 1) > 4096) {
      throw new InvalidInputException(source + ": the input '" + input + "' has the shape " + shape + ", a backbone reads [N, C, H, W] with C given");
    }
    Shape images = new Shape(Math.toIntExact(shape.get(last ? 3 : 1)), size(shape.get(last ? 1 : 2)), size(shape.get(last ? 2 : 3)));
    values.put(input, Value.input(images).in(last ? Value.Form.CHANNELS_LAST : Value.Form.MAP, 0));
    batch = shape.get(0);
    long stored = graph.tensors().values().stream().mapToLong(OnnxTensor::length).sum();
    Set<String> needed = needed(ends, wires);
    OnnxScope scope = new OnnxScope(wires, assembly, values, constants, Set.copyOf(ends));
    OnnxLayers layers = new OnnxLayers(scope, new OnnxInput(images.channels(), values, constants));
    for (int place = 0; place < graph.nodes().size(); place++) {
      if (graph.nodes().get(place).outputs().stream().anyMatch(needed::contains)) {
        read(layers, wires, place);
        assembly.checkSize(source, stored);
      }
    }
    return images;
  }

  /** What a reader should know about a normalisation that went from the graph to the preparation of images. */
  private static String remark(InputScale scale, Optional<Preprocessing> noted) {
    String moved = "The network normalises its input itself; the backbone leaves that to the preparation of images.";
    return noted.isPresent() ? moved
        : moved + " The file does not say what it reads: taken as red, green, blue in " + (scale.readsUnitRange() ? "0..1" : "0..255") + ", judged by its numbers.";
  }

  /** Whether the images have their channels last, as TensorFlow's do: the first node puts them first. */
  private static boolean isChannelsLast(String input, List<Long> shape, OnnxWires wires) {
    List<OnnxNode> readers = wires.readers(input);
    return shape.size() == 4 && !readers.isEmpty()
        && readers.stream().allMatch(node -> node.type().equals("Transpose") && List.of(0L, 3L, 1L, 2L).equals(node.attributes().get("perm")));
  }

  private void read(OnnxLayers layers, OnnxWires wires, int place) {
    OnnxNode node = graph.nodes().get(place);
    try {
      if (isKnown(node)) {
        return;
      }
    } catch (UnsupportedNodeException | InvalidInputException e) {
      assembly.refuse(node.describe(), e.getMessage());
      node.outputs().forEach(output -> values.put(output, Value.of(Node.DATA)));
      refused.addAll(node.outputs());
      return;
    }
    Optional<String> missing = node.inputs().stream().filter(name -> !name.isEmpty() && !values.containsKey(name) && !constants.containsKey(name)).findFirst();
    List<Value> out = List.of(Value.of(Node.DATA));
    if (missing.isPresent()) {
      assembly.refuse(node.describe(), wires.missing(missing.get(), place));
    } else {
      boolean doubtful = node.inputs().stream().anyMatch(refused::contains); // what is wrong stands there already, unless there is no such layer at all
      try {
        out = layers.read(node);
        refused.addAll(doubtful ? node.outputs() : List.of());
      } catch (UnsupportedNodeException | InvalidInputException e) {
        if (!doubtful || e.getMessage().equals(UnsupportedNodeException.NO_LAYER)) {
          assembly.refuse(node.describe(), e.getMessage());
        }
        refused.addAll(node.outputs());
        out = node.inputs().stream().map(values::get).filter(Objects::nonNull).limit(1).toList();
      }
    }
    for (int i = 0; i < Math.min(out.size(), node.outputs().size()); i++) {
      values.put(node.outputs().get(i), out.get(i));
    }
  }

  /** Whether a node gives numbers that can be computed now: constants, what is made of them, and shapes of maps. */
  private boolean isKnown(OnnxNode node) {
    Optional<OnnxTensor> result = Optional.empty();
    if (node.type().equals("Constant")) {
      result = OnnxConstants.held(node);
    } else if (node.type().equals("Shape") && node.input(0).map(values::get).filter(Value::isSized).isPresent()) {
      result = Optional.of(shape(node.outputs().get(0), values.get(node.inputs().get(0))));
    } else if (node.outputs().size() == 1 && !node.inputs().isEmpty() && node.inputs().stream().allMatch(name -> name.isEmpty() || constants.containsKey(name))) {
      result = OnnxConstants.compute(node, node.inputs().stream().map(name -> Optional.ofNullable(constants.get(name))).toList());
    }
    result.ifPresent(tensor -> constants.put(node.outputs().get(0), tensor));
    return result.isPresent();
  }

  private OnnxTensor shape(String name, Value value) {
    Shape s = value.shape();
    double[] axes = value.form() == Value.Form.FLAT ? new double[] {batch, s.channels()}
        : value.form() == Value.Form.CHANNELS_LAST ? new double[] {batch, s.height(), s.width(), s.channels()} : new double[] {batch, s.channels(), s.height(), s.width()};
    return OnnxTensor.of(name, List.of((long) axes.length), axes, true);
  }

  /** The values that some need, themselves included. */
  private static Set<String> needed(List<String> ends, OnnxWires wires) {
    Set<String> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(ends);
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
