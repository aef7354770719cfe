package org.automtl4j.train.report.html;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.supermodel.BatchNormPolicy;
import org.automtl4j.graph.supermodel.Branch;
import org.automtl4j.graph.supermodel.SkipPath;

/** What each layer costs in the architecture: how many copies of its kernel are stored, and how often it is computed for one image. */
final class LayerCosts {
  private final Backbone backbone;
  private final Branches branches;
  private final BatchNormPolicy batchNorms;
  /** A number for each thing that is computed: the same layer, with the same numbers, on the same input, is computed once. */
  private final Map<List<Object>, Integer> computed = new HashMap<>();

  /**
   * One layer with a kernel.
   *
   * @param layer its index
   * @param name its name
   * @param output shape of its output
   * @param parameters of one copy
   * @param copies that are stored
   * @param macs multiply-adds of one pass
   * @param passes through it for one image and all tasks
   */
  record Cost(int layer, String name, Shape output, long parameters, int copies, long macs, int passes) {
    long stored() {
      return parameters * copies;
    }

    long total() {
      return macs * passes;
    }
  }

  private LayerCosts(Backbone backbone, Branches branches, BatchNormPolicy batchNorms) {
    this.backbone = backbone;
    this.branches = branches;
    this.batchNorms = batchNorms;
  }

  static List<Cost> of(Backbone backbone, Branches branches, BatchNormPolicy batchNorms, int height, int width) {
    return new LayerCosts(backbone, branches, batchNorms).all(height, width);
  }

  private List<Cost> all(int height, int width) {
    Map<Integer, Set<Integer>> passes = new HashMap<>();
    for (String task : branches.taskNames()) {
      Map<Integer, Integer> results = new HashMap<>(Map.of(Node.DATA, -1));
      for (Node node : backbone.nodes()) {
        results.put(node.index(), result(node, task, node.inputs().stream().map(results::get).toList(), passes));
      }
    }
    List<Shape> shapes = backbone.shapes(height, width);
    List<Cost> costs = new ArrayList<>();
    for (Node node : backbone.nodes()) {
      if (node.layer() instanceof Convolution || node.layer() instanceof InnerProduct) {
        int i = node.index();
        int copies = node.layer() instanceof Convolution ? branches.copies(key(node)) : 1;
        costs.add(new Cost(i, node.layer().name(), shapes.get(i), backbone.parameters(i), copies, backbone.multiplyAdds(i, shapes),
            passes.getOrDefault(i, Set.of()).size()));
      }
    }
    return costs;
  }

  private int result(Node node, String task, List<Integer> inputs, Map<Integer, Set<Integer>> passes) {
    if (node.layer() instanceof Convolution convolution) {
      Branch branch = branches.at(task, key(node)).branch();
      if (branch == Branch.SKIP) {
        boolean identity = SkipPath.of(convolution, backbone.inputChannelsOf(node.index())) == SkipPath.IDENTITY;
        return identity ? inputs.get(0) : number("skip", node, task, inputs);
      }
      int result = number("layer", node, branch == Branch.SHARED ? "" : task, inputs);
      passes.computeIfAbsent(node.index(), i -> new HashSet<>()).add(result);
      return result;
    }
    if (node.layer() instanceof BatchNorm) {
      Branch branch = batchNorms == BatchNormPolicy.SEARCH ? branches.at(task, key(node)).branch() : Branch.SPECIFIC;
      return branch == Branch.SKIP ? inputs.get(0) : number("layer", node, branch == Branch.SHARED ? "" : task, inputs);
    }
    int result = number("layer", node, "", inputs);
    passes.computeIfAbsent(node.index(), i -> new HashSet<>()).add(result);
    return result;
  }

  private int number(String what, Node node, String owner, List<Integer> inputs) {
    return computed.computeIfAbsent(List.of(what, node.index(), owner, inputs), k -> computed.size());
  }

  private static String key(Node node) {
    return node.index() + ":" + node.layer().name();
  }
}
