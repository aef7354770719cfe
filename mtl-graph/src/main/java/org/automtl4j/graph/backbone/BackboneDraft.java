package org.automtl4j.graph.backbone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.text.Suggestion;

/** The layers of a {@link BackboneBuilder} so far: named, wired and checked one by one. */
final class BackboneDraft {
  private static final String INPUT = "data";

  private final String name;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Integer> channels = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>(Map.of(INPUT, Node.DATA));
  private final Map<String, Integer> counters = new HashMap<>();
  private int inputChannels = 3;

  BackboneDraft(String name) {
    this.name = name;
  }

  void inputChannels(int count) {
    if (count < 1) {
      throw new InvalidInputException("backbone " + name + ": the input has " + count + " channels, allowed from 1");
    }
    inputChannels = count;
  }

  boolean isEmpty() {
    return nodes.isEmpty();
  }

  int channels(int node) {
    return node == Node.DATA ? inputChannels : channels.get(node);
  }

  /** The index of a layer, or of the input. */
  int find(String place) {
    if (!places.containsKey(place)) {
      throw new InvalidInputException("backbone " + name + ": found \"" + place + "\", allowed is the name of an earlier layer, or data"
          + Suggestion.didYouMean(place, places.keySet()));
    }
    return places.get(place);
  }

  /** A name that no layer has yet. */
  String freeName(String type) {
    String candidate;
    do {
      candidate = type + counters.merge(type, 1, Integer::sum);
    } while (places.containsKey(candidate));
    return candidate;
  }

  /** Adds a layer and returns its index. */
  int add(Layer layer, List<Integer> inputs) {
    Node node = new Node(nodes.size(), layer, layer.name(), inputs.stream().map(this::nameOf).toList(), inputs);
    checkName(node, layer.name());
    LayerRules.checkSettings(node);
    channels.add(LayerRules.outputChannels(node, inputs.stream().map(this::channels).toList()));
    nodes.add(node);
    places.put(layer.name(), node.index());
    return node.index();
  }

  /** Gives the last layer, which nobody reads yet, another name. */
  void renameLast(String place) {
    Node last = nodes.get(nodes.size() - 1);
    checkName(last, place);
    places.remove(last.top());
    places.put(place, last.index());
    nodes.set(last.index(), new Node(last.index(), last.layer().named(place), place, last.bottoms(), last.inputs()));
  }

  Backbone backbone() {
    if (nodes.isEmpty()) {
      throw new InvalidInputException("backbone " + name + ": has no layer, needs at least one");
    }
    return Backbone.of(name, inputChannels, nodes);
  }

  private void checkName(Node node, String wanted) {
    if (wanted.isEmpty() || places.containsKey(wanted) || wanted.equals("blob1")) {
      throw InvalidLayerException.of(node, "found the name \"" + wanted + "\", allowed is one that no other layer and not the input has");
    }
  }

  private String nameOf(int node) {
    return node == Node.DATA ? INPUT : nodes.get(node).top();
  }
}
