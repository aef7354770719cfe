package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.train.balance.conflict.ConflictTerms;

/**
 * How tasks' gradients lay to each other in a stage, over all its measurements.
 *
 * @param pairs of tasks
 * @param layers by name, in the order of the network: by pair, what was found there
 */
record ConflictTable(List<Pair> pairs, Map<String, Map<Pair, Cell>> layers) {

  /** Two tasks. */
  record Pair(String first, String second) {
    /** What stands in the log. */
    String key() {
      return first + "-" + second;
    }

    @Override
    public String toString() {
      return first + " and " + second;
    }
  }

  /** The mean cosine in [-1, 1], in which share of the measurements it was below 0, and how many there were. */
  record Cell(double mean, double share, int count) {
    static Cell of(List<double[]> course) {
      return new Cell(course.stream().mapToDouble(p -> p[1]).average().orElseThrow(), course.stream().filter(p -> p[1] < 0).count() / (double) course.size(), course.size());
    }
  }

  /** A cell and where it stands. */
  record Place(String layer, Pair pair, Cell cell) {}

  static ConflictTable of(StageLog stage, List<String> tasks) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      for (int j = i + 1; j < tasks.size(); j++) {
        Pair pair = new Pair(tasks.get(i), tasks.get(j));
        if (!stage.terms(ConflictTerms.COSINE, pair.key()).isEmpty()) {
          pairs.add(pair);
        }
      }
    }
    Map<String, Map<Pair, Cell>> layers = new LinkedHashMap<>();
    for (String name : stage.termKeys(ConflictTerms.COSINE)) {
      for (Pair pair : pairs) {
        String ending = ConflictTerms.OF_LAYER + pair.key();
        List<double[]> course = name.endsWith(ending) ? stage.terms(ConflictTerms.COSINE, name) : List.of();
        if (!course.isEmpty()) {
          layers.computeIfAbsent(name.substring(0, name.length() - ending.length()), l -> new LinkedHashMap<>()).put(pair, Cell.of(course));
        }
      }
    }
    return new ConflictTable(pairs, layers);
  }

  /** The place whose mean cosine is lowest, if that is below 0. */
  Optional<Place> worst() {
    return layers.entrySet().stream().flatMap(layer -> layer.getValue().entrySet().stream().map(cell -> new Place(layer.getKey(), cell.getKey(), cell.getValue())))
        .filter(place -> place.cell().mean() < 0).min(Comparator.comparingDouble(place -> place.cell().mean()));
  }
}
