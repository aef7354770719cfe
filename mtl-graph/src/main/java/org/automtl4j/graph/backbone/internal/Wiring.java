package org.automtl4j.graph.backbone.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.text.Suggestion;
import org.automtl4j.graph.backbone.InvalidLayerException;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.Node;

/**
 * Turns names into wires, layer by layer in file order. A name means the latest earlier layer with that top; {@code data} and {@code blob1} mean the input
 * where they stand alone or where no layer has that top. Behind an in-place ReLU, the name of its bottom means the ReLU.
 */
public final class Wiring {
  /** The names of the network's input. */
  public static final List<String> INPUT_NAMES = List.of("data", "blob1");

  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Integer> newest = new HashMap<>();
  /** Rectified layer to the in-place ReLU behind it. */
  private final Map<Integer, Integer> rectified = new HashMap<>();

  /**
   * Adds the next layer.
   *
   * @param layer what it computes
   * @param top the name of its output
   * @param bottoms the names that it reads; more than the layer takes are checked and left out
   * @return the layer in its place
   * @throws InvalidLayerException when a name is unknown or missing
   */
  public Node add(Layer layer, String top, List<String> bottoms) {
    int index = nodes.size();
    List<Integer> inputs = new ArrayList<>();
    for (String bottom : bottoms) {
      inputs.add(resolve(index, layer, bottom, bottoms.size() == 1));
    }
    if (inputs.size() < layer.leastInputs()) {
      throw new InvalidLayerException(index, layer, "has " + inputs.size() + " bottom(s), needs " + layer.leastInputs());
    }
    int taken = Math.min(inputs.size(), layer.mostInputs());
    Node node = new Node(index, layer, top, bottoms.subList(0, taken), inputs.subList(0, taken));
    if (layer.inPlace()) {
      rectified.put(inputs.get(0), index);
    }
    newest.put(top, index);
    nodes.add(node);
    return node;
  }

  /** @return the layers so far */
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  private int resolve(int index, Layer layer, String bottom, boolean alone) {
    boolean inputName = INPUT_NAMES.contains(bottom);
    if (inputName && alone || inputName && !newest.containsKey(bottom)) {
      return seen(Node.DATA);
    }
    if (!newest.containsKey(bottom)) {
      throw new InvalidLayerException(index, layer, "bottom \"" + bottom + "\" is not the top of an earlier layer, nor the input (data or blob1)"
          + Suggestion.didYouMean(bottom, newest.keySet()));
    }
    return seen(newest.get(bottom));
  }

  private int seen(int node) {
    int last = node;
    while (rectified.containsKey(last)) {
      last = rectified.get(last);
    }
    return last;
  }
}
