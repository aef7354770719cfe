package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.app.report.RunResult;

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
}
