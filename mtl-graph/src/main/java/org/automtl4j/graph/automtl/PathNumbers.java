package org.automtl4j.graph.automtl;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;

/** Numbers everything that tasks compute: the same layer with the same parameters over the same inputs has the same number, whoever computes it. */
final class PathNumbers {
  private static final int STATISTICS = 2;
  private static final int AFFINE = 2;

  private final Backbone backbone;
  private final List<Shape> shapes;
  private final Branching branches;
  private final Map<Computed, Integer> numbers = new HashMap<>();
  private final Map<Place, Set<Integer>> passes = new HashMap<>();
  private final Map<Place, Set<String>> owners = new HashMap<>();

  private enum What { OPERATION, PROJECTION }

  private record Place(int layer, What what) {}

  /** One thing that is computed; the owner of what tasks share is the empty name. */
  private record Computed(Place place, String owner, List<Integer> inputs) {}

  PathNumbers(Backbone backbone, List<Shape> shapes, Branching branches) {
    this.backbone = backbone;
    this.shapes = shapes;
    this.branches = branches;
  }

  static boolean isBatchNorm(Backbone backbone, int layer) {
    return backbone.nodes().get(layer).layer() instanceof BatchNorm;
  }

  /** Adds a task's path through the layers that are needed. */
  void add(String task, BitSet needed) {
    Map<Integer, Integer> results = new HashMap<>(Map.of(Node.DATA, Node.DATA));
    for (Node node : backbone.nodes()) {
      if (needed.get(node.index())) {
        results.put(node.index(), result(node, task, node.inputs().stream().map(results::get).toList()));
      }
    }
  }

  private int result(Node node, String task, List<Integer> inputs) {
    Branch branch = chooses(node.layer()) ? branches.at(task, node.index()) : Branch.SHARED;
    if (branch == Branch.SKIP) {
      return projects(node) ? number(new Place(node.index(), What.PROJECTION), task, inputs) : inputs.get(0);
    }
    return number(new Place(node.index(), What.OPERATION), branch == Branch.SHARED ? "" : task, inputs);
  }

  private static boolean chooses(Layer layer) {
    return layer instanceof Convolution || layer instanceof BatchNorm;
  }

  private boolean projects(Node node) {
    return node.layer() instanceof Convolution && SkipPath.of(backbone, node.index()) != SkipPath.IDENTITY;
  }

  private int number(Place place, String owner, List<Integer> inputs) {
    int number = numbers.computeIfAbsent(new Computed(place, owner, inputs), c -> numbers.size());
    passes.computeIfAbsent(place, p -> new HashSet<>()).add(number);
    owners.computeIfAbsent(place, p -> new HashSet<>()).add(owner);
    return number;
  }

  /** The layers that have numbers of their own. */
  List<LayerWork> layers() {
    List<LayerWork> layers = new ArrayList<>();
    for (Node node : backbone.nodes()) {
      if (chooses(node.layer()) || !node.layer().parts(1).isEmpty()) {
        int i = node.index();
        WorkPart operation = part(new Place(i, What.OPERATION), stored(node), backbone.multiplyAdds(i, shapes));
        WorkPart projection = projects(node) ? projection(node) : WorkPart.NONE;
        layers.add(new LayerWork(i, node.layer().name(), shapes.get(i), operation, projection));
      }
    }
    return layers;
  }

  private long stored(Node node) {
    long statistics = node.layer() instanceof BatchNorm b && b.trackStatistics() ? (long) STATISTICS * backbone.inputChannelsOf(node.index()) : 0;
    return backbone.parameters(node.index()) + statistics;
  }

  /** A 1x1 convolution without bias, and a BatchNorm. */
  private WorkPart projection(Node node) {
    long inputs = backbone.inputChannelsOf(node.index());
    Shape out = shapes.get(node.index());
    return part(new Place(node.index(), What.PROJECTION), out.channels() * (inputs + AFFINE + STATISTICS),
        (long) out.channels() * out.height() * out.width() * inputs);
  }

  private WorkPart part(Place place, long parameters, long multiplyAdds) {
    return new WorkPart(parameters, owners.getOrDefault(place, Set.of()).size(), multiplyAdds, passes.getOrDefault(place, Set.of()).size());
  }

  /** The paper's count, which takes layers in that nothing depends on. */
  long backboneParameters(List<String> tasks) {
    long sum = 0;
    for (Node node : backbone.nodes()) {
      if (node.layer() instanceof Convolution) {
        Map<Branch, Integer> taken = new EnumMap<>(Branch.class);
        tasks.forEach(task -> taken.merge(branches.at(task, node.index()), 1, Integer::sum));
        long copies = taken.getOrDefault(Branch.SPECIFIC, 0) + (taken.containsKey(Branch.SHARED) ? 1 : 0);
        sum += copies * backbone.parameters(node.index());
      }
    }
    return sum;
  }
}
