package org.automtl4j.graph.backbone;

import java.util.List;
import java.util.function.Supplier;

/** Asks layers in their places, and says where a layer stands that something is wrong with. */
final class LayerRules {
  private LayerRules() {}

  /** Checks the number of inputs and the layer's own numbers. */
  static void checkSettings(Node node) {
    Layer layer = node.layer();
    int inputs = node.inputs().size();
    if (inputs < layer.leastInputs() || inputs > layer.mostInputs()) {
      throw InvalidLayerException.of(node, "has " + inputs + " input(s), needs "
          + (layer.leastInputs() == layer.mostInputs() ? "" + layer.leastInputs() : layer.leastInputs() + " to " + layer.mostInputs()));
    }
    placed(node, () -> {
      layer.check();
      return 0;
    });
  }

  /**
   * @param inputs channels of the node's inputs
   * @return channels of its output
   */
  static int outputChannels(Node node, List<Integer> inputs) {
    return placed(node, () -> node.layer().outputChannels(inputs));
  }

  /** What a layer says, with its place where it finds a fault. */
  static <T> T placed(Node node, Supplier<T> asked) {
    try {
      return asked.get();
    } catch (LayerProblem e) {
      String problem = e.getMessage();
      for (int i = 0; i < node.inputs().size(); i++) {
        problem = problem.replace("{" + i + "}", bottom(node, i));
      }
      throw InvalidLayerException.of(node, problem);
    }
  }

  /** The name that the node reads at one place, for messages. */
  private static String bottom(Node node, int place) {
    return place < node.bottoms().size() ? node.bottoms().get(place) : node.inputs().get(place) == Node.DATA ? "data" : "layer " + node.inputs().get(place);
  }
}
