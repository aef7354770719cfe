package org.automtl4j.data.dataset;

import java.util.List;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;

/**
 * Finds labels that cannot be: a class that does not exist, a number that is not finite, the wrong number of channels. Inside a graph they would be counted
 * silently.
 */
public final class LabelChecker {

  private LabelChecker() {}

  /**
   * Checks one label.
   *
   * @param task what it is a label of
   * @param label the label
   * @param sample what the user knows the sample by: a file, or data set, split and number
   * @throws InvalidInputException naming sample, task, position, what was found and what is allowed
   */
  public static void check(Task task, Label label, String sample) {
    boolean classes = task.kind() == TaskKind.SEGMENTATION || task.kind() == TaskKind.CLASSIFICATION;
    int channels = classes ? 1 : task.outputs();
    if (label.channels() != channels) {
      throw new InvalidInputException(sample + ", task '" + task.name() + "': the label has " + label.channels() + " channels, expected " + channels);
    }
    List<Double> unknown = task.ignore() instanceof IgnoreRule.Values values ? values.values() : List.of();
    float[] numbers = label.values();
    for (int i = 0; i < numbers.length; i++) {
      float value = numbers[i];
      boolean fits = classes ? value >= 0 && value < task.outputs() && value == (int) value : Float.isFinite(value);
      if (!fits && !unknown.contains((double) value)) {
        throw new InvalidInputException(
            sample + ", task '" + task.name() + "': " + text(value) + position(task, label, i) + "; " + allowed(task, classes, unknown));
      }
    }
  }

  private static String position(Task task, Label label, int index) {
    int area = label.height() * label.width();
    String channel = label.channels() > 1 ? ", channel " + index / area : "";
    if (!task.kind().isDense()) {
      return channel;
    }
    return " at row " + index % area / label.width() + ", column " + index % label.width() + channel;
  }

  private static String allowed(Task task, boolean classes, List<Double> unknown) {
    String others = unknown.isEmpty() ? "" : " and, for unknown, " + unknown.stream().map(v -> text(v.floatValue())).collect(Collectors.joining(", "));
    return "allowed are " + (classes ? "the classes 0 to " + (task.outputs() - 1) : "finite numbers") + others;
  }

  private static String text(float value) {
    return value == (int) value ? Integer.toString((int) value) : Float.toString(value);
  }
}
