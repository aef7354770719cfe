package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.Collections;
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
public final class StageLog {
  /** What is trained: {@code "search"}, or a baseline's name. */
  final String model;
  final String name;
  int planned;
  Optional<Double> seconds = Optional.empty();
  /** By task, how many batches had no known label; told when the stage ends. */
  Map<String, Double> unlabelled = Map.of();
  final NavigableMap<Integer, Iteration> iterations = new TreeMap<>();
  /** What choices said, by iteration, by task or another group, by site. */
  final NavigableMap<Integer, Map<String, Map<String, List<Double>>>> choices = new TreeMap<>();
  /** By iteration, task, metric. */
  final NavigableMap<Integer, Map<String, Map<String, Double>>> validations = new TreeMap<>();

  /** By iteration, task. */
  final NavigableMap<Integer, Map<String, Double>> validationLosses = new TreeMap<>();

  /** One iteration; terms by name and task, rates by group, scalars by name. */
  record Iteration(String phase, Map<String, Double> losses, Map<String, Map<String, Double>> terms, Map<String, Double> rates, Map<String, Double> scalars) {}

  StageLog(String model, String name) {
    this.model = model;
    this.name = name;
  }

  /** @return the stage as people call it where stages of several models stand together */
  public String title() {
    return model.equals(RunResult.SEARCH) || name.startsWith(model) ? name : model + " " + name;
  }

  /** @return iterations so far */
  public int done() {
    return iterations.isEmpty() ? 0 : iterations.lastKey() + 1;
  }

  /** @return whether it is over */
  public boolean ended() {
    return seconds.isPresent();
  }

  /** @return the tasks that have losses */
  public List<String> tasks() {
    Set<String> tasks = new LinkedHashSet<>();
    iterations.values().forEach(i -> tasks.addAll(i.losses().keySet()));
    return List.copyOf(tasks);
  }

  /**
   * @param task a task
   * @return its finite losses, [iteration, loss]
   */
  public List<double[]> losses(String task) {
    return finite(iterations, iteration -> iteration.losses().get(task));
  }

  /**
   * @param name of something that is minimised or reported beside the losses, such as {@code "regulariser"}
   * @param task a task
   * @return its finite values, [iteration, value]
   */
  public List<double[]> terms(String name, String task) {
    return finite(iterations, iteration -> iteration.terms().getOrDefault(name, Map.of()).get(task));
  }

  /**
   * @param name of something that is minimised or reported beside the losses
   * @return the tasks and other things of which it has a value, in the order in which they came
   */
  public Set<String> termKeys(String name) {
    Set<String> keys = new LinkedHashSet<>();
    iterations.values().forEach(i -> keys.addAll(i.terms().getOrDefault(name, Map.of()).keySet()));
    return keys;
  }

  /**
   * @param name of a number that was fed, such as {@code "temperature"}
   * @return its course, [iteration, value]
   */
  public List<double[]> scalars(String name) {
    return finite(iterations, iteration -> iteration.scalars().get(name));
  }

  /** @return what choices said, by the iteration before which they said it: by task or another group, by site, the probabilities of its options */
  public NavigableMap<Integer, Map<String, Map<String, List<Double>>>> choices() {
    return Collections.unmodifiableNavigableMap(choices);
  }

  /** @return what is trained: {@code "search"}, or a baseline's name */
  public String model() {
    return model;
  }

  /** @return the stage as files call it */
  public String name() {
    return name;
  }

  /**
   * @param task a task
   * @return its finite losses on the validation split, [iteration, loss]
   */
  public List<double[]> validationLosses(String task) {
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

  /** @return the course of each figure on the validation split, by task and metric */
  public Map<String, Map<String, List<double[]>>> validationCurves() {
    Map<String, Map<String, List<double[]>>> curves = new LinkedHashMap<>();
    validations.forEach((iteration, tasks) -> tasks.forEach((task, metrics) -> metrics.forEach((metric, value) ->
        curves.computeIfAbsent(task, t -> new LinkedHashMap<>()).computeIfAbsent(metric, m -> new ArrayList<>()).add(new double[] {iteration, value}))));
    return curves;
  }
}
