package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.automtl4j.app.report.RunResult;

/** What the metrics file tells of one stage. A run that was resumed tells of some iterations twice; the later word holds. */
final class StageLog {
  /** What is trained: {@code "search"}, or a baseline's name. */
  final String model;
  final String name;
  int planned;
  Optional<Double> seconds = Optional.empty();
  /** By task, how many batches had no known label; told when the stage ends. */
  Map<String, Double> unlabelled = Map.of();
  final NavigableMap<Integer, Iteration> iterations = new TreeMap<>();
  final NavigableMap<Integer, PolicyTable> policies = new TreeMap<>();
  /** By iteration, task, metric. */
  final NavigableMap<Integer, Map<String, Map<String, Double>>> validations = new TreeMap<>();

  /** By iteration, task. */
  final NavigableMap<Integer, Map<String, Double>> validationLosses = new TreeMap<>();

  /** One iteration. */
  record Iteration(String phase, Map<String, Double> losses, Map<String, Double> regularisers, double learningRate, double temperature) {}

  StageLog(String model, String name) {
    this.model = model;
    this.name = name;
  }

  /** The stage as people call it where stages of several models stand together. */
  String title() {
    return model.equals(RunResult.SEARCH) || name.startsWith(model) ? name : model + " " + name;
  }

  int done() {
    return iterations.isEmpty() ? 0 : iterations.lastKey() + 1;
  }

  boolean ended() {
    return seconds.isPresent();
  }

  List<String> tasks() {
    Set<String> tasks = new LinkedHashSet<>();
    iterations.values().forEach(i -> tasks.addAll(i.losses().keySet()));
    return List.copyOf(tasks);
  }

  /** The finite losses of one task, [iteration, loss]. */
  List<double[]> losses(String task) {
    return finite(iterations, iteration -> iteration.losses().get(task));
  }

  /** The finite values of one task's policy regulariser, [iteration, value]. */
  List<double[]> regularisers(String task) {
    return finite(iterations, iteration -> iteration.regularisers().get(task));
  }

  /** The finite losses of one task on the validation split, [iteration, loss]. */
  List<double[]> validationLosses(String task) {
    return finite(validationLosses, losses -> losses.get(task));
  }

  private static <T> List<double[]> finite(NavigableMap<Integer, T> course, Function<T, Double> value) {
    List<double[]> points = new ArrayList<>();
    course.forEach((i, at) -> {
      Double found = value.apply(at);
      if (found != null && Double.isFinite(found)) {
        points.add(new double[] {i, found});
      }
    });
    return points;
  }

  List<double[]> temperatures() {
    List<double[]> points = new ArrayList<>();
    iterations.forEach((i, iteration) -> {
      if (iteration.temperature() > 0) {
        points.add(new double[] {i, iteration.temperature()});
      }
    });
    return points;
  }

  /** The course of each figure on the validation split, by task and metric. */
  Map<String, Map<String, List<double[]>>> validationCurves() {
    Map<String, Map<String, List<double[]>>> curves = new LinkedHashMap<>();
    validations.forEach((iteration, tasks) -> tasks.forEach((task, metrics) -> metrics.forEach((metric, value) ->
        curves.computeIfAbsent(task, t -> new LinkedHashMap<>()).computeIfAbsent(metric, m -> new ArrayList<>()).add(new double[] {iteration, value}))));
    return curves;
  }
}
