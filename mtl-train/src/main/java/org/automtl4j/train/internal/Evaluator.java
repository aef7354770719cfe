package org.automtl4j.train.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.iterator.MultiTaskIterator;
import org.automtl4j.data.metric.MetricOptions;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.data.metric.TaskMetric;
import org.automtl4j.data.metric.TaskMetrics;
import org.automtl4j.graph.task.Task;
import org.automtl4j.train.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Runs a model over a split and collects every task's metrics. */
public final class Evaluator {

  private Evaluator() {}

  /**
   * @param predictor the model
   * @param tasks which of the data set's tasks are judged
   * @param data the data set
   * @param split the part of it
   * @param batchSize images at a time
   * @return the figures, with the usual choices
   */
  public static Evaluation evaluate(Predictor predictor, List<Task> tasks, MultiTaskDataSet data, Split split, int batchSize) {
    return evaluate(predictor, tasks, data, split, batchSize, t -> MetricOptions.DEFAULT);
  }

  /**
   * @param predictor the model
   * @param tasks which of the data set's tasks are judged
   * @param data the data set
   * @param split the part of it
   * @param batchSize images at a time
   * @param options choices about each task's metrics
   * @return the figures
   */
  public static Evaluation evaluate(
      Predictor predictor, List<Task> tasks, MultiTaskDataSet data, Split split, int batchSize, Function<Task, MetricOptions> options) {
    return evaluateWith(predictor, tasks, data, split, batchSize, t -> TaskMetrics.of(t, weighted(options.apply(t), data.classWeights(t.name()))));
  }

  /**
   * @param predictor the model
   * @param tasks which of the data set's tasks are judged
   * @param data the data set
   * @param split the part of it
   * @param batchSize images at a time
   * @param newMetric a new metric for each task
   * @return the figures
   */
  public static Evaluation evaluateWith(
      Predictor predictor, List<Task> tasks, MultiTaskDataSet data, Split split, int batchSize, Function<Task, TaskMetric> newMetric) {
    Map<String, TaskMetric> metrics = new LinkedHashMap<>();
    tasks.forEach(t -> metrics.put(t.name(), newMetric.apply(t)));
    String[] names = metrics.keySet().toArray(String[]::new);
    try (MultiTaskIterator batches = MultiTaskIterator.evaluation(data, split, batchSize).tasks(names).build()) {
      while (batches.hasNext()) {
        MultiDataSet batch = batches.next();
        Map<String, INDArray> outputs = predictor.outputs(batch.getFeatures(0));
        for (int i = 0; i < names.length; i++) {
          Optional<INDArray> mask =
              batch.getLabelsMaskArrays() == null ? Optional.empty() : Optional.ofNullable(batch.getLabelsMaskArray(i));
          metrics.get(names[i]).add(outputs.get(names[i]), batch.getLabels(i), mask);
        }
      }
    }
    Map<String, List<MetricValue>> values = new LinkedHashMap<>();
    metrics.forEach((task, metric) -> values.put(task, metric.values()));
    return new Evaluation(split, values);
  }

  private static MetricOptions weighted(MetricOptions options, List<Double> classWeights) {
    return classWeights.isEmpty() || !options.classWeights().isEmpty() ? options : new MetricOptions(options.unknownPixelsAreWrong(), classWeights);
  }
}
