package org.automtl4j.data.check.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.check.TaskSummary;
import org.automtl4j.data.dataset.Label;

/** Sums over labels of one task. Belongs to one thread; {@link #merge} joins two. */
public final class LabelStatistics {
  private final Task task;
  private final boolean classes;
  private final long[] histogram;
  private long labels;
  private long known;
  private long unknown;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;
  private double sum;
  private long numbers;

  /**
   * @param task whose labels
   */
  public LabelStatistics(Task task) {
    this.task = task;
    this.classes = task.kind() == TaskKind.SEGMENTATION || task.kind() == TaskKind.CLASSIFICATION;
    this.histogram = new long[classes ? task.outputs() : 0];
  }

  /**
   * @param label a label that has been found possible
   */
  public void add(Label label) {
    int area = label.height() * label.width();
    long before = known;
    for (int i = 0; i < area; i++) {
      if (!isKnown(label, i, area)) {
        unknown++;
        continue;
      }
      known++;
      for (int c = 0; c < label.channels(); c++) {
        float value = label.values()[c * area + i];
        least = Math.min(least, value);
        most = Math.max(most, value);
        sum += value;
        numbers++;
        if (classes) {
          histogram[(int) value]++;
        }
      }
    }
    labels += known > before ? 1 : 0;
  }

  private boolean isKnown(Label label, int position, int area) {
    if (label.mask().isPresent() && (int) label.mask().get()[position] != 1) {
      return false;
    }
    float largest = Float.NEGATIVE_INFINITY;
    float total = 0;
    for (int c = 0; c < label.channels(); c++) {
      largest = Math.max(largest, label.values()[c * area + position]);
      total += label.values()[c * area + position];
    }
    if (task.ignore() instanceof IgnoreRule.Values values) {
      return !values.values().contains((double) largest);
    }
    return !(task.ignore() instanceof IgnoreRule.AtMost rule) || label.mask().isPresent() || total > rule.threshold();
  }

  /**
   * @param other statistics of the same task
   */
  public void merge(LabelStatistics other) {
    labels += other.labels;
    known += other.known;
    unknown += other.unknown;
    least = Math.min(least, other.least);
    most = Math.max(most, other.most);
    sum += other.sum;
    numbers += other.numbers;
    for (int i = 0; i < histogram.length; i++) {
      histogram[i] += other.histogram[i];
    }
  }

  /** @return what was counted */
  public TaskSummary summary() {
    Map<String, Long> byName = new LinkedHashMap<>();
    for (int i = 0; i < histogram.length; i++) {
      byName.put(task.classNames().isEmpty() ? Integer.toString(i) : task.classNames().get(i), histogram[i]);
    }
    boolean none = numbers == 0;
    return new TaskSummary(labels, known, unknown, none ? Double.NaN : least, none ? Double.NaN : most, none ? Double.NaN : sum / numbers, byName);
  }
}
