package org.automtl4j.train.tree;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.Branching;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Node;

/**
 * Where tasks may leave the trunk: before these convolutions.
 *
 * @param points in the order of the layers
 * @param layers how many layers the backbone has
 */
public record BranchPoints(List<Point> points, int layers) {
  /** A backbone of more convolutions has its branch points between blocks only. */
  public static final int MOST_CONVOLUTIONS = 16;

  /**
   * A convolution from which on a task may have layers of its own.
   *
   * @param layer its index in the backbone
   * @param name its name
   */
  public record Point(int layer, String name) {}

  /** Keeps an unmodifiable copy. */
  public BranchPoints {
    points = List.copyOf(points);
  }

  /**
   * @param backbone a backbone
   * @return every convolution of one with at most {@value #MOST_CONVOLUTIONS}, else the first convolution of each block
   */
  public static BranchPoints of(Backbone backbone) {
    BranchPoints all = everyConvolution(backbone);
    return all.size() <= MOST_CONVOLUTIONS ? all : betweenBlocks(backbone);
  }

  /**
   * @param backbone a backbone
   * @return a point before every convolution
   */
  public static BranchPoints everyConvolution(Backbone backbone) {
    return new BranchPoints(backbone.nodes().stream().filter(node -> node.layer() instanceof Convolution)
        .map(node -> new Point(node.index(), node.layer().name())).toList(), backbone.nodes().size());
  }

  /**
   * @param backbone a backbone
   * @return a point before each convolution from which on nothing but one map is read of what comes before
   */
  public static BranchPoints betweenBlocks(Backbone backbone) {
    List<Point> points = new ArrayList<>();
    for (Point point : everyConvolution(backbone).points()) {
      Set<Integer> read = new HashSet<>();
      for (Node node : backbone.nodes().subList(point.layer(), backbone.nodes().size())) {
        node.inputs().stream().filter(input -> input < point.layer()).forEach(read::add);
      }
      if (read.size() == 1) {
        points.add(point);
      }
    }
    return new BranchPoints(points, backbone.nodes().size());
  }

  /**
   * @param model a super-model
   * @return those of these points at which its tasks have a choice
   */
  public BranchPoints from(SuperModel model) {
    return new BranchPoints(points.stream().filter(point -> model.policyNode(point.layer()).isPresent()).toList(), layers);
  }

  /** @return how many there are: the depth of a task that shares all */
  public int size() {
    return points.size();
  }

  /**
   * @param depth how many branch points a task passes in the trunk
   * @return index of the first layer that it has of its own; the number of layers if it has none
   */
  public int firstOwnLayer(int depth) {
    return depth == size() ? layers : points.get(depth).layer();
  }

  /**
   * @param layer index of a layer
   * @return the branch point behind which it lies, counted from 0; -1 before the first
   */
  public int segment(int layer) {
    int segment = -1;
    while (segment + 1 < size() && points.get(segment + 1).layer() <= layer) {
      segment++;
    }
    return segment;
  }

  /**
   * @param tree a tree over these branch points
   * @param tasks the tasks' names, in its order
   * @return the branches of its convolutions and BatchNorms: shared in the trunk, specific behind it
   */
  public Branching branching(Tree tree, List<String> tasks) {
    return (task, layer) -> layer < firstOwnLayer(tree.depths().get(tasks.indexOf(task))) ? Branch.SHARED : Branch.SPECIFIC;
  }

  /**
   * @param tree a tree over these branch points
   * @param tasks the tasks' names, in its order
   * @return the tree in words, such as {@code depth leaves at conv10}, {@code all part at conv6}, {@code hard sharing}
   */
  public String words(Tree tree, List<String> tasks) {
    Map<Integer, List<String>> leaving = new TreeMap<>();
    for (int t = 0; t < tasks.size(); t++) {
      leaving.computeIfAbsent(tree.depths().get(t), d -> new ArrayList<>()).add(tasks.get(t));
    }
    leaving.remove(size());
    if (leaving.isEmpty()) {
      return "hard sharing";
    }
    return leaving.entrySet().stream().map(e -> words(e.getValue(), tasks.size(), points.get(e.getKey()).name())).collect(Collectors.joining(", "));
  }

  private static String words(List<String> leaving, int tasks, String where) {
    if (leaving.size() == tasks) {
      return "all part at " + where;
    }
    String last = leaving.get(leaving.size() - 1);
    String names = leaving.size() == 1 ? last : String.join(", ", leaving.subList(0, leaving.size() - 1)) + " and " + last;
    return names + (leaving.size() == 1 ? " leaves at " : " leave at ") + where;
  }
}
