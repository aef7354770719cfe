package org.automtl4j.core.task;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;

/**
 * One thing that a model is asked for.
 *
 * @param name unique in a model; letters, digits, {@code _} and {@code -}, since it becomes part of parameter and file names
 * @param kind what labels look like
 * @param outputs channels (dense kinds) or numbers (others) that the head gives
 * @param classNames for segmentation and classification one per class, else empty
 * @param unit the unit of depth or regression values, such as {@code "m"}; may be empty
 * @param ignore which labels are unknown
 */
public record Task(String name, TaskKind kind, int outputs, List<String> classNames, String unit, IgnoreRule ignore) {
  /** The most outputs that a task can have: no memory is taken for a number in a file that is wrong. */
  public static final int MOST_OUTPUTS = 1 << 20;

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  /** Checks every component. */
  public Task {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(ignore, "ignore");
    classNames = List.copyOf(classNames);
    if (!NAME.matcher(name).matches()) {
      throw new InvalidInputException("task name '" + name + "': a letter first, then letters, digits, '_' and '-'");
    }
    checkOutputs(name, outputs);
    if (kind == TaskKind.NORMALS && outputs != 3) {
      throw new InvalidInputException("task '" + name + "': normals have 3 outputs, found " + outputs);
    }
    if (!classNames.isEmpty() && classNames.size() != outputs) {
      throw new InvalidInputException("task '" + name + "': " + classNames.size() + " class names for " + outputs + " outputs");
    }
  }

  private static void checkOutputs(String name, int outputs) {
    if (outputs < 1 || outputs > MOST_OUTPUTS) {
      throw new InvalidInputException("task '" + name + "': outputs: found " + outputs + ", allowed: 1 to " + MOST_OUTPUTS);
    }
  }

  /**
   * A task of any kind with that kind's usual unknown labels: -1 and 255 for classes, at most 3e-5 for depth, 255 for normals, key points and edges.
   *
   * @param name the task's name
   * @param kind its kind
   * @param outputs its outputs
   * @return the task, with classes named {@code "0"}, {@code "1"}, ... where there are classes
   */
  public static Task of(String name, TaskKind kind, int outputs) {
    checkOutputs(name, outputs);
    List<String> classes =
        switch (kind) {
          case SEGMENTATION, CLASSIFICATION -> IntStream.range(0, outputs).mapToObj(Integer::toString).toList();
          default -> List.of();
        };
    IgnoreRule ignore =
        switch (kind) {
          case SEGMENTATION, CLASSIFICATION -> IgnoreRule.values(-1.0, 255.0);
          case DEPTH -> IgnoreRule.atMost(3e-5);
          case NORMALS, KEYPOINTS, EDGES -> IgnoreRule.values(255.0);
          case REGRESSION -> IgnoreRule.nothing();
        };
    return new Task(name, kind, outputs, classes, kind == TaskKind.DEPTH ? "m" : "", ignore);
  }

  /**
   * @param name the task's name
   * @param classes how many classes
   * @return semantic segmentation
   */
  public static Task segmentation(String name, int classes) {
    return of(name, TaskKind.SEGMENTATION, classes);
  }

  /**
   * @param name the task's name
   * @return depth in metres along the optical axis
   */
  public static Task depth(String name) {
    return of(name, TaskKind.DEPTH, 1);
  }

  /**
   * @param name the task's name
   * @return unit surface normals in the camera frame
   */
  public static Task normals(String name) {
    return of(name, TaskKind.NORMALS, 3);
  }

  /**
   * @param name the task's name
   * @return a heat map of key points
   */
  public static Task keypoints(String name) {
    return of(name, TaskKind.KEYPOINTS, 1);
  }

  /**
   * @param name the task's name
   * @return a map of edges
   */
  public static Task edges(String name) {
    return of(name, TaskKind.EDGES, 1);
  }

  /**
   * @param name the task's name
   * @param classes how many classes
   * @return one class per image
   */
  public static Task classification(String name, int classes) {
    return of(name, TaskKind.CLASSIFICATION, classes);
  }

  /**
   * @param name the task's name
   * @param outputs how many numbers
   * @return numbers per image
   */
  public static Task regression(String name, int outputs) {
    return of(name, TaskKind.REGRESSION, outputs);
  }

  /**
   * @param names one per class
   * @return this task with these class names
   */
  public Task withClassNames(List<String> names) {
    return new Task(name, kind, outputs, names, unit, ignore);
  }

  /**
   * @param rule which labels are unknown
   * @return this task with that rule
   */
  public Task withIgnore(IgnoreRule rule) {
    return new Task(name, kind, outputs, classNames, unit, rule);
  }
}
