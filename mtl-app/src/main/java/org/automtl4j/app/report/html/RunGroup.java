package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.graph.automtl.Branch;

/**
 * Runs of one configuration with different seeds.
 *
 * @param name what the page calls it
 * @param runs at least one
 */
record RunGroup(String name, List<RunRecord> runs) {

  /** Runs that differ in nothing but their seeds and names belong together. */
  static List<RunGroup> of(List<RunRecord> runs) {
    Map<String, List<RunRecord>> groups = new LinkedHashMap<>();
    runs.forEach(run -> groups.computeIfAbsent(run.config().with("seed=0", "name=run").toYaml(), k -> new ArrayList<>()).add(run));
    List<RunGroup> result = new ArrayList<>();
    for (List<RunRecord> members : groups.values()) {
      String letter = groups.size() == 1 ? "" : (char) ('A' + result.size() % 26) + (result.size() >= 26 ? Integer.toString(result.size() / 26) : "") + ": ";
      result.add(new RunGroup(letter + members.get(0).config().name(), members));
    }
    return result;
  }

  List<RunResult> results() {
    return runs.stream().flatMap(r -> r.result().stream()).toList();
  }

  /** The models of any run. */
  List<String> models() {
    return ModelWords.ordered(results().stream().flatMap(r -> r.models().stream()).distinct().toList());
  }

  /** One model's Delta in each run that has it. */
  double[] deltas(String model) {
    return results().stream().map(r -> r.delta().get(model)).filter(d -> d != null && Double.isFinite(d)).mapToDouble(Double::doubleValue).toArray();
  }

  /** The branch that most runs took, with the share of runs that took it. */
  Optional<Branches> agreement() {
    List<Branches> all = runs.stream().flatMap(r -> r.architecture().stream()).map(a -> Branches.of(a, Optional.empty())).toList();
    if (all.size() < 2) {
      return Optional.empty();
    }
    Branches first = all.get(0);
    Map<String, Map<String, Branches.Cell>> tasks = new LinkedHashMap<>();
    for (String task : first.taskNames()) {
      Map<String, Branches.Cell> cells = new LinkedHashMap<>();
      for (String layer : first.layers()) {
        Map<Branch, Long> votes = all.stream().collect(Collectors.groupingBy(b -> b.at(task, layer).branch(), Collectors.counting()));
        Branch winner = Arrays.stream(Branch.values()).reduce((a, b) -> votes.getOrDefault(b, 0L) > votes.getOrDefault(a, 0L) ? b : a).orElseThrow();
        cells.put(layer, new Branches.Cell(winner, Optional.of(votes.get(winner) / (double) all.size())));
      }
      tasks.put(task, cells);
    }
    return Optional.of(new Branches(first.layers(), tasks, true));
  }
}
