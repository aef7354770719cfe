package org.automtl4j.app.report.html.automtl;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.automtl4j.graph.automtl.Branch;

/** What the architectures of several runs have in common. */
final class Agreement {
  private Agreement() {}

  /** The branch that most runs took, with the share of runs that took it; empty for less than two runs. */
  static Optional<Branches> of(List<Branches> all) {
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
