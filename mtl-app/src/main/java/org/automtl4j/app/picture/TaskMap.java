package org.automtl4j.app.picture;

import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.graph.model.Prediction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What is predicted or known of a dense task for one image.
 *
 * @param task the task
 * @param values [C][H][W]: for classes one channel of class numbers, else the task's outputs; NaN where nothing is known
 */
public record TaskMap(Task task, float[][][] values) {

  /**
   * @param prediction a prediction
   * @param task one of its dense tasks
   * @return its first image's map
   */
  public static TaskMap of(Prediction prediction, Task task) {
    if (task.kind() == TaskKind.SEGMENTATION) {
      int[][] classes = prediction.classes(task.name());
      float[][] values = new float[classes.length][classes[0].length];
      for (int y = 0; y < values.length; y++) {
        for (int x = 0; x < values[0].length; x++) {
          values[y][x] = classes[y][x];
        }
      }
      return new TaskMap(task, new float[][][] {values});
    }
    INDArray array = prediction.array(task.name());
    int height = (int) array.size(2);
    int width = (int) array.size(3);
    float[] flat = array.dup('c').data().asFloat();
    float[][][] values = new float[task.outputs()][height][width];
    for (int c = 0; c < values.length; c++) {
      for (int y = 0; y < height; y++) {
        System.arraycopy(flat, (c * height + y) * width, values[c][y], 0, width);
      }
    }
    return new TaskMap(task, values);
  }

  int height() {
    return values[0].length;
  }

  int width() {
    return values[0][0].length;
  }

  /** The least and the largest known value; {0, 1} if nothing is known. */
  float[] range() {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float[] row : values[0]) {
      for (float value : row) {
        least = Float.isFinite(value) ? Math.min(least, value) : least;
        most = Float.isFinite(value) ? Math.max(most, value) : most;
      }
    }
    return least > most ? new float[] {0, 1} : new float[] {least, most};
  }

  /** How many pixels have each class. */
  int[] counts() {
    int[] counts = new int[task.outputs()];
    for (float[] row : values[0]) {
      for (float value : row) {
        if (value >= 0 && value < counts.length) {
          counts[(int) value]++;
        }
      }
    }
    return counts;
  }
}
