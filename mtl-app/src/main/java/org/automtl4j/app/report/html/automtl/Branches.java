package org.automtl4j.app.report.html.automtl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Branch;

/**
 * Which branch each task takes at each layer where it has a choice, and how certain the policies are of it.
 *
 * @param layers the layers, {@code "<index>:<name>"}
 * @param tasks by task, by layer
 * @param decided whether this is an architecture, not just what policies say now
 */
record Branches(List<String> layers, Map<String, Map<String, Cell>> tasks, boolean decided) {

  /**
   * @param branch the branch
   * @param probability that the policies give it, if that is known
   */
  record Cell(Branch branch, Optional<Double> probability) {}

  static Branches of(Architecture architecture, Optional<PolicyTable> policies) {
    Map<String, Map<String, Cell>> tasks = new LinkedHashMap<>();
    for (String task : architecture.tasks()) {
      Map<String, Cell> cells = new LinkedHashMap<>();
      architecture.byLayer(task).forEach((layer, branch) ->
          cells.put(layer, new Cell(branch, policies.flatMap(p -> p.at(task, layer)).map(p -> p.get(branch.ordinal())))));
      tasks.put(task, cells);
    }
    return new Branches(layers(tasks), tasks, true);
  }

  static Branches likeliest(PolicyTable policies) {
    Map<String, Map<String, Cell>> tasks = new LinkedHashMap<>();
    policies.tasks().forEach((task, layers) -> {
      Map<String, Cell> cells = new LinkedHashMap<>();
      layers.forEach((layer, p) -> {
        Branch branch = PolicyTable.likeliest(p);
        cells.put(layer, new Cell(branch, Optional.of(p.get(branch.ordinal()))));
      });
      tasks.put(task, cells);
    });
    return new Branches(layers(tasks), tasks, false);
  }

  private static List<String> layers(Map<String, Map<String, Cell>> tasks) {
    return tasks.values().stream().findFirst().map(cells -> (List<String>) new ArrayList<>(cells.keySet())).orElse(List.of());
  }

  Cell at(String task, String layer) {
    return tasks.get(task).getOrDefault(layer, new Cell(Branch.SHARED, Optional.empty()));
  }

  List<String> taskNames() {
    return List.copyOf(tasks.keySet());
  }

  /** The layers whose kernel two tasks have in common. */
  List<String> sharedBy(String one, String other) {
    return layers.stream().filter(l -> at(one, l).branch() == Branch.SHARED && at(other, l).branch() == Branch.SHARED).toList();
  }

  /** How many copies of a layer's kernel are stored. */
  int copies(String layer) {
    List<Branch> branches = tasks.keySet().stream().map(t -> at(t, layer).branch()).toList();
    return (int) branches.stream().filter(Branch.SPECIFIC::equals).count() + (branches.contains(Branch.SHARED) ? 1 : 0);
  }

  long count(String task, Branch branch) {
    return layers.stream().filter(l -> at(task, l).branch() == branch).count();
  }

  static int index(String layer) {
    return Integer.parseInt(layer.substring(0, layer.indexOf(':')));
  }

  static String name(String layer) {
    return layer.substring(layer.indexOf(':') + 1);
  }
}
