package org.automtl4j.data.transform;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.Sample;

/** Swaps left and right. Of surface normals the x component changes its sign; labels per image stay as they are. */
public final class Mirror {

  private Mirror() {}

  /**
   * @param sample a sample
   * @param tasks the tasks that it has labels for
   * @return what a mirror shows, in new arrays
   */
  public static Sample of(Sample sample, List<Task> tasks) {
    Map<String, Label> labels = new HashMap<>(sample.labels());
    for (Task task : tasks) {
      if (task.kind().isDense()) {
        labels.put(task.name(), label(sample.label(task.name()), task.kind() == TaskKind.NORMALS));
      }
    }
    return new Sample(flipped(sample.image(), sample.width()), sample.channels(), sample.height(), sample.width(), labels);
  }

  private static Label label(Label label, boolean vectors) {
    float[] values = flipped(label.values(), label.width());
    for (int i = 0; vectors && i < label.height() * label.width(); i++) {
      values[i] = isPadding(label, i) ? values[i] : -values[i];
    }
    return new Label(values, label.channels(), label.height(), label.width(), label.mask().map(m -> flipped(m, label.width())));
  }

  /** Unknown normals are marked by a number that is no component of a unit vector; it must not change its sign. */
  private static boolean isPadding(Label label, int index) {
    int row = index / label.width() * label.width();
    return Math.abs(label.values()[row + label.width() - 1 - index % label.width()]) > 1.5f;
  }

  private static float[] flipped(float[] values, int width) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int row = i / width * width;
      result[row + width - 1 - (i - row)] = values[i];
    }
    return result;
  }
}
