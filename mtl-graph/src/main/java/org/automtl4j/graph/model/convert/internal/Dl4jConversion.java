package org.automtl4j.graph.model.convert.internal;

import java.nio.file.Path;
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
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/** From a Deeplearning4j network to the layers of a backbone: the vertices that the feature needs. */
public final class Dl4jConversion {
  private Dl4jConversion() {}

  /**
   * @param file a zip of Deeplearning4j's {@code ModelSerializer}
   * @param feature name of the vertex where the backbone ends; the network's last output in the order of its vertices otherwise
   * @return its layers
   * @throws InvalidInputException if it cannot be read, or a backbone cannot have all of its vertices; the message lists those
   */
  public static SourceNetwork convert(Path file, Optional<String> feature) {
    Dl4jNetwork network = Dl4jNetwork.read(file);
    Map<String, Dl4jVertex> byName = new HashMap<>();
    network.vertices().forEach(vertex -> byName.put(vertex.name(), vertex));
    List<String> order = network.vertices().stream().map(Dl4jVertex::name).toList();
    String end = feature.orElseGet(() -> network.outputs().stream().max(Comparator.comparingInt(order::indexOf)).orElseThrow());
    if (!byName.containsKey(end)) {
      throw new InvalidInputException(file + ": --feature: there is no vertex '" + end + "'" + Suggestion.didYouMean(end, byName.keySet()));
    }
    Set<String> needed = needed(end, byName);
    Assembly assembly = new Assembly();
    Map<String, Value> values = new HashMap<>(Map.of(network.input(), Value.of(Node.DATA)));
    Dl4jLayers layers = new Dl4jLayers(assembly);
    int channels = 0;
    for (Dl4jVertex vertex : network.vertices()) {
      if (needed.contains(vertex.name())) {
        if (channels == 0 && vertex.layer().orElse(null) instanceof ConvolutionLayer first) {
          channels = Math.toIntExact(first.getNIn());
        }
        Value out = Value.of(Node.DATA);
        try {
          out = layers.read(vertex, vertex.inputs().stream().map(values::get).toList());
        } catch (UnsupportedNodeException | InvalidInputException e) {
          assembly.refuse(vertex.describe(), e.getMessage());
        }
        values.put(vertex.name(), out);
        assembly.checkSize(file.toString(), Long.MAX_VALUE / 32);
      }
    }
    assembly.checkComplete(file.toString());
    Value last = values.get(end);
    if (channels < 1 || last.node() == Node.DATA || last.pad() > 0) {
      throw new InvalidInputException(file + ": '" + end + "' is not what a layer gives, or no convolution reads the input");
    }
    return new SourceNetwork(assembly, channels, 0, 0, new Dl4jZip(file).preprocessing(), last.single(), remark(network, end, feature));
  }

  private static Optional<String> remark(Dl4jNetwork network, String end, Optional<String> feature) {
    return feature.isPresent() || network.outputs().size() < 2 ? Optional.empty()
        : Optional.of("The network has the outputs " + String.join(", ", network.outputs()) + "; the backbone ends at '" + end + "', the last of its vertices. --feature NAME takes another.");
  }

  private static Set<String> needed(String end, Map<String, Dl4jVertex> byName) {
    Set<String> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(end));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (needed.add(name) && byName.containsKey(name)) {
        open.addAll(byName.get(name).inputs());
      }
    }
    return needed;
  }
}
