package org.automtl4j.graph.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.StreamSupport;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Relu;

/**
 * The wires of a network as they were in effect in one run of the published code, where an in-place ReLU rewrites its input's storage, and layers that pass
 * their input through (identity skips, dropout that is off) hand on the storage itself. Ours differ on purpose only where something was passed through.
 */
public final class PublishedWiring {
  private final Backbone backbone;
  private final JsonNode fathers;
  private final int[] storage;

  private PublishedWiring(Backbone backbone, JsonNode fathers, IntPredicate passesThrough) {
    this.backbone = backbone;
    this.fathers = fathers;
    this.storage = new int[backbone.nodes().size()];
    for (int i = 0; i < storage.length; i++) {
      storage[i] = passesThrough.test(i) || rewrites(i) ? storageOf(declared(i).get(0)) : i;
    }
  }

  /**
   * @param backbone the network as we read it
   * @param fathers the golden {@code node_fathers}: the layers that each layer reads by name
   * @param passesThrough which layers return their input itself in this run
   * @return the wires in effect
   */
  public static PublishedWiring of(Backbone backbone, JsonNode fathers, IntPredicate passesThrough) {
    return new PublishedWiring(backbone, fathers, passesThrough);
  }

  private boolean rewrites(int node) {
    return backbone.nodes().get(node).layer() instanceof Relu relu && relu.inPlace();
  }

  private List<Integer> declared(int node) {
    return StreamSupport.stream(fathers.get(node).spliterator(), false).map(father -> father.isTextual() ? Node.DATA : father.asInt()).toList();
  }

  private int storageOf(int node) {
    return node == Node.DATA ? Node.DATA : storage[node];
  }

  /** The layer whose output stands in a layer's storage when a later layer looks; {@code reader} may be the number of layers: after the whole pass. */
  public int seen(int node, int reader) {
    int seen = node;
    for (int i = Math.max(0, node); i < reader; i++) {
      seen = rewrites(i) && storage[i] == storageOf(node) ? i : seen;
    }
    return seen;
  }

  /** The network with these wires. */
  public Backbone rewired() {
    List<Node> nodes = new ArrayList<>();
    for (Node node : backbone.nodes()) {
      List<Integer> inputs = declared(node.index()).stream().limit(node.inputs().size()).map(input -> seen(input, node.index())).toList();
      nodes.add(new Node(node.index(), node.layer(), node.top(), node.bottoms(), inputs));
    }
    return Backbone.of(backbone.name(), backbone.inputChannels(), nodes);
  }
}
