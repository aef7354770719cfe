package org.automtl4j.graph.prototxt.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;

/** Layers that the output does not need: they would be counted, trained and offered as choices. */
final class DeadLayers {
  private static final int MOST_NAMES = 10;

  private DeadLayers() {}

  /** The same without such layers, and a remark where there were some. */
  static NotedBackbone without(NotedBackbone noted) {
    Backbone backbone = noted.backbone();
    boolean[] needed = new boolean[backbone.nodes().size()];
    needed[needed.length - 1] = true;
    for (int i = needed.length - 1; i >= 0; i--) {
      if (needed[i]) {
        backbone.nodes().get(i).inputs().stream().filter(input -> input != Node.DATA).forEach(input -> needed[input] = true);
      }
    }
    List<Node> kept = new ArrayList<>();
    List<String> dead = new ArrayList<>();
    Map<Integer, Integer> places = new HashMap<>(Map.of(Node.DATA, Node.DATA));
    for (Node node : backbone.nodes()) {
      if (!needed[node.index()]) {
        dead.add(node.layer().name().isEmpty() ? "layer " + node.index() : node.layer().name());
        continue;
      }
      places.put(node.index(), kept.size());
      kept.add(new Node(kept.size(), node.layer(), node.top(), node.bottoms(), node.inputs().stream().map(places::get).toList()));
    }
    if (dead.isEmpty()) {
      return noted;
    }
    Backbone live = Backbone.of(backbone.name(), backbone.inputChannels(), kept);
    Shape header = backbone.headerShape().orElse(new Shape(0, 0, 0));
    List<String> remarks = new ArrayList<>(noted.remarks());
    remarks.add(String.join(", ", dead.subList(0, Math.min(MOST_NAMES, dead.size()))) + (dead.size() > MOST_NAMES ? " and " + (dead.size() - MOST_NAMES) + " more" : "")
        + (dead.size() == 1 ? " feeds nothing and does" : " feed nothing and do") + " not count: the output is the last layer of the file, " + backbone.output().layer().name());
    return new NotedBackbone(header.height() > 0 ? live.withHeader(header.height(), header.width()) : live, remarks);
  }
}
