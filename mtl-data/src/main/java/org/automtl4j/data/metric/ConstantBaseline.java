package org.automtl4j.data.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.iterator.MultiTaskIterator;
import org.automtl4j.data.metric.internal.ConstantFit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The best that one can do without looking at the image: the same answer everywhere. The most frequent class for segmentation and classification, the mean
 * direction for normals, the median for numbers. A model that is not clearly better has learnt nothing.
 */
public final class ConstantBaseline {
  /** At most so many samples are looked at, evenly spread over the split. */
  private static final int MOST_SAMPLES = 2000;

  private final List<Task> tasks;
  private final Map<String, float[]> answers;

  private ConstantBaseline(List<Task> tasks, Map<String, float[]> answers) {
    this.tasks = tasks;
    this.answers = answers;
  }

  /**
   * Finds the constants.
   *
   * @param data a data set
   * @param split where to learn them, {@link Split#TRAIN} for a fair comparison
   * @return the baseline for all tasks of the data set
   */
  public static ConstantBaseline of(MultiTaskDataSet data, Split split) {
    Map<String, ConstantFit> fits = new LinkedHashMap<>();
    data.tasks().forEach(task -> fits.put(task.name(), ConstantFit.of(task)));
    int size = data.size(split);
    int looked = Math.min(size, MOST_SAMPLES);
    for (int i = 0; i < looked; i++) {
      int index = (int) ((long) i * size / looked);
      data.sample(split, index, 0).labels().forEach((task, label) -> fits.get(task).add(label));
    }
    Map<String, float[]> answers = new LinkedHashMap<>();
    fits.forEach((task, fit) -> answers.put(task, fit.best()));
    return new ConstantBaseline(List.copyOf(data.tasks()), answers);
  }

  /**
   * @param task a task's name
   * @return the constant prediction, one number per output: logits, a unit vector, or medians
   */
  public float[] answer(String task) {
    float[] answer = answers.get(task);
    if (answer == null) {
      throw new IllegalArgumentException("no task '" + task + "', there are " + answers.keySet());
    }
    return answer.clone();
  }

  /**
   * Measures the constants.
   *
   * @param data the data set or one with the same tasks
   * @param split where to measure
   * @param options choices about metrics
   * @return figures by task, in the order of the tasks
   */
  public Map<String, List<MetricValue>> evaluate(MultiTaskDataSet data, Split split, MetricOptions options) {
    return evaluate(data, split, task -> options);
  }

  /**
   * Measures the constants.
   *
   * @param data the data set or one with the same tasks
   * @param split where to measure
   * @param options choices about each task's metrics
   * @return figures by task, in the order of the tasks
   */
  public Map<String, List<MetricValue>> evaluate(MultiTaskDataSet data, Split split, Function<Task, MetricOptions> options) {
    Map<String, List<MetricValue>> results = new LinkedHashMap<>();
    for (Task task : tasks) {
      TaskMetric metric = TaskMetrics.of(task, options.apply(task));
      float[] answer = answer(task.name());
      long[] shape = task.kind().isDense() ? new long[] {1, answer.length, 1, 1} : new long[] {1, answer.length};
      try (MultiTaskIterator batches = MultiTaskIterator.evaluation(data, split, 1).tasks(task.name()).build();
          INDArray prediction = Nd4j.create(answer, shape, DataType.FLOAT)) {
        while (batches.hasNext()) {
          MultiDataSet batch = batches.next();
          metric.add(prediction, batch.getLabels(0), Optional.ofNullable(batch.getLabelsMaskArray(0)));
        }
      }
      results.put(task.name(), metric.values());
    }
    return results;
  }
}
