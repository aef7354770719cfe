package org.automtl4j.data.dataset;

import java.util.Map;

/**
 * One image with its labels. Arrays are not copied: they belong to the data set and must not be written to.
 *
 * @param image [C, H, W], row by row; what the numbers mean says {@link MultiTaskDataSet#imageEncoding()}
 * @param channels C
 * @param height H
 * @param width W
 * @param labels by task name
 */
public record Sample(float[] image, int channels, int height, int width, Map<String, Label> labels) {

  /** Checks the size. */
  public Sample {
    if (image.length != channels * height * width) {
      throw new IllegalArgumentException("an image of shape [" + channels + ", " + height + ", " + width + "] has " + channels * height * width
          + " numbers, found " + image.length);
    }
    labels = Map.copyOf(labels);
  }

  /**
   * @param task a task's name
   * @return its label
   * @throws IllegalArgumentException if there is none
   */
  public Label label(String task) {
    Label label = labels.get(task);
    if (label == null) {
      throw new IllegalArgumentException("no label for task '" + task + "', there are " + labels.keySet());
    }
    return label;
  }
}
