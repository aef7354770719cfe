package org.automtl4j.graph.model;

import java.awt.image.BufferedImage;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a model says about one image or several. Dense results are brought from the resolution of the heads to that of the images bilinearly: values as they are, classes by their logits,
 * normals to unit length again. Metrics take the nearest value instead, as published. Methods without an index mean the first image.
 */
public final class Prediction {
  private final Map<String, Task> tasks;
  private final Map<String, INDArray> outputs;
  private final int height;
  private final int width;
  private final Placement placement;

  Prediction(Map<String, Task> tasks, Map<String, INDArray> outputs, int height, int width) {
    this(tasks, outputs, height, width, Placement.whole(height, width));
  }

  Prediction(Map<String, Task> tasks, Map<String, INDArray> outputs, int height, int width, Placement placement) {
    this.tasks = tasks;
    this.outputs = outputs;
    this.height = height;
    this.width = width;
    this.placement = placement;
  }

  /** @return the tasks that were asked for, in the model's order */
  public List<Task> tasks() {
    return List.copyOf(tasks.values());
  }

  /** @return how many images */
  public int size() {
    return Math.toIntExact(outputs.values().iterator().next().size(0));
  }

  /** @return rows of the images, in pixels */
  public int height() {
    return height;
  }

  /** @return columns of the images, in pixels */
  public int width() {
    return width;
  }

  /**
   * @param task a segmentation task
   * @return the most probable class of each pixel, [H][W]
   */
  public int[][] classes(String task) {
    return classes(task, 0);
  }

  /**
   * @param task a segmentation task
   * @param image index of the image
   * @return the most probable class of each pixel, [H][W]
   */
  public int[][] classes(String task, int image) {
    need(task, EnumSet.of(TaskKind.SEGMENTATION));
    Enlarged map = enlarged(task, image);
    int[][] classes = new int[height][width];
    for (int y = 0; y < height; y++) {
      classes[y] = map.largest(y);
    }
    return classes;
  }

  /**
   * @param task a dense task of one channel: depth (in the task's unit, usually metres), key points, edges
   * @return its values, [H][W]
   */
  public float[][] values(String task) {
    return values(task, 0);
  }

  /**
   * @param task a dense task of one channel: depth (in the task's unit, usually metres), key points, edges
   * @param image index of the image
   * @return its values, [H][W]
   */
  public float[][] values(String task, int image) {
    need(task, EnumSet.of(TaskKind.DEPTH, TaskKind.KEYPOINTS, TaskKind.EDGES));
    return enlarged(task, image).channel(0);
  }

  /**
   * @param task a task
   * @return dense tasks: [N, outputs, H, W], logits for segmentation and unit vectors for normals; others: [N, outputs], probabilities for classification
   */
  public INDArray array(String task) {
    Task known = known(task);
    if (!known.kind().isDense()) {
      float[][] numbers = new float[size()][];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = known.kind() == TaskKind.CLASSIFICATION ? probabilities(task, i) : numbers(task, i);
      }
      return Nd4j.createFromArray(numbers);
    }
    float[] all = new float[Math.multiplyExact(size() * known.outputs(), height * width)];
    int at = 0;
    for (int i = 0; i < size(); i++) {
      for (float[][] channel : channels(task, i)) {
        for (float[] row : channel) {
          System.arraycopy(row, 0, all, at, width);
          at += width;
        }
      }
    }
    return Nd4j.create(all, new long[] {size(), known.outputs(), height, width}, 'c');
  }

  /**
   * @param task a task
   * @return what the head gave, untouched: [N, outputs, h, w] or [N, outputs]
   */
  public INDArray output(String task) {
    known(task);
    return outputs.get(task).dup();
  }

  /**
   * @param task a classification task
   * @return the probability of each class: softmax of the logits
   */
  public float[] probabilities(String task) {
    return probabilities(task, 0);
  }

  /**
   * @param task a classification task
   * @param image index of the image
   * @return the probability of each class: softmax of the logits
   */
  public float[] probabilities(String task, int image) {
    need(task, EnumSet.of(TaskKind.CLASSIFICATION));
    float[] logits = row(task, image);
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.exp(logits[i] - largest);
      sum += logits[i];
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] /= (float) sum;
    }
    return logits;
  }

  /**
   * @param task a regression task
   * @return its numbers
   */
  public float[] numbers(String task) {
    return numbers(task, 0);
  }

  /**
   * @param task a regression task
   * @param image index of the image
   * @return its numbers
   */
  public float[] numbers(String task, int image) {
    need(task, EnumSet.of(TaskKind.REGRESSION));
    return row(task, image);
  }

  /**
   * @param task a dense task
   * @return a picture for people: class colours, a colour map over the range of depths that occur (dark is near), the components of normals as red, green and blue,
   *     grey for key points and edges
   */
  public BufferedImage picture(String task) {
    return picture(task, 0);
  }

  /**
   * @param task a dense task
   * @param image index of the image
   * @return a picture for people, see {@link #picture(String)}
   */
  public BufferedImage picture(String task, int image) {
    TaskKind kind = known(task).kind();
    return switch (kind) {
      case SEGMENTATION -> Pictures.classes(classes(task, image));
      case DEPTH -> Pictures.depth(values(task, image));
      case KEYPOINTS, EDGES -> Pictures.grey(values(task, image));
      case NORMALS -> {
        float[][][] vectors = channels(task, image);
        yield Pictures.normals(vectors[0], vectors[1], vectors[2]);
      }
      case CLASSIFICATION, REGRESSION -> throw new InvalidInputException("task '" + task + "' has one answer per image; there is no picture of it");
    };
  }

  private HeadMap map(String task, int image) {
    INDArray output = outputs.get(task);
    INDArray one = output.slice(check(image));
    HeadMap map = new HeadMap(one.dup('c').data().asFloat(), (int) output.size(1), (int) output.size(2), (int) output.size(3));
    return tasks.get(task).kind() == TaskKind.NORMALS ? map.unit() : map;
  }

  private Enlarged enlarged(String task, int image) {
    HeadMap map = map(task, image);
    return new Enlarged(map, placement.rows(height, map.height()), placement.columns(width, map.width()));
  }

  /** All channels of the image's size; between unit vectors lie shorter ones. */
  private float[][][] channels(String task, int image) {
    Enlarged map = enlarged(task, image);
    float[][][] channels = new float[tasks.get(task).outputs()][][];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = map.channel(c);
    }
    if (tasks.get(task).kind() == TaskKind.NORMALS) {
      Enlarged.toUnitLength(channels);
    }
    return channels;
  }

  private float[] row(String task, int image) {
    return outputs.get(task).slice(check(image)).dup('c').data().asFloat();
  }

  private int check(int image) {
    if (image < 0 || image >= size()) {
      throw new IllegalArgumentException("image must be between 0 and " + (size() - 1) + ", found " + image);
    }
    return image;
  }

  private Task known(String task) {
    Task known = tasks.get(task);
    if (known == null) {
      throw new InvalidInputException("there is no prediction for '" + task + "'; there are " + String.join(", ", tasks.keySet()));
    }
    return known;
  }

  private void need(String task, Set<TaskKind> kinds) {
    Task known = known(task);
    if (!kinds.contains(known.kind())) {
      throw new InvalidInputException("task '" + task + "' is of kind " + known.kind() + "; this needs one of " + kinds);
    }
  }

  @Override
  public String toString() {
    return "Prediction of " + tasks.keySet() + " for " + size() + " images of " + height + "x" + width;
  }
}
