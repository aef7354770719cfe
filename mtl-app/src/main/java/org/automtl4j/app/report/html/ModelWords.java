package org.automtl4j.app.report.html;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.automtl4j.app.report.RunResult;

/** What models are called on the page. */
final class ModelWords {
  private ModelWords() {}

  /** The model that was found, hard sharing, single-task models, others, and last the constant answer. */
  static List<String> ordered(Collection<String> models) {
    List<String> first = List.of(RunResult.SEARCH, "hard", RunResult.SINGLE);
    return models.stream().sorted(Comparator.comparingInt(m -> first.contains(m) ? first.indexOf(m) : m.equals(RunResult.CONSTANT) ? first.size() + 1
        : first.size())).toList();
  }

  static String of(String model) {
    return switch (model) {
      case RunResult.CONSTANT -> "constant";
      case RunResult.SINGLE -> "single-task";
      case RunResult.SEARCH -> "found";
      case "hard" -> "hard sharing";
      case "nddr" -> "NDDR-CNN";
      case "no_edges" -> "no edges";
      case "all_edges" -> "all edges";
      case "random_edges" -> "random edges";
      default -> model;
    };
  }

  static String explained(String model) {
    return switch (model) {
      case RunResult.CONSTANT -> "the best answer that ignores the image";
      case RunResult.SINGLE -> "a model of its own for every task, which Delta is measured against";
      case RunResult.SEARCH -> "the model that this run has found";
      case "hard" -> "one backbone that all tasks share";
      case "nddr" -> "one network for each task, fused at every site (NDDR-CNN)";
      case "no_edges" -> "the run's network without edges between tasks";
      case "all_edges" -> "the run's network with all edges open";
      case "random_edges" -> "the run's network with as many edges as were found, drawn at random";
      case "random" -> "an architecture of the same size, drawn at random";
      default -> "a baseline";
    };
  }
}
