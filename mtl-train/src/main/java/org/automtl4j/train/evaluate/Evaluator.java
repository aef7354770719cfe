package org.automtl4j.train.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.iterator.MultiTaskIterator;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.data.loss.TaskLosses;
import org.automtl4j.data.metric.MetricOptions;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.data.metric.TaskMetric;
import org.automtl4j.data.metric.TaskMetrics;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Runs a model over a split and collects every task's metrics and loss. */
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
    return evaluate(predictor, tasks, data, split, batchSize, t -> MetricOptions.DEFAULT, t -> usualLoss(t, data));
  }

  /**
   * @param task one of a data set's tasks
   * @param data the data set
   * @return the loss of the task's kind, with the data set's class weights if it has some
   */
  public static TaskLoss usualLoss(Task task, MultiTaskDataSet data) {
    List<Double> weights = data.classWeights(task.name());
    return weights.isEmpty() ? TaskLosses.of(task) : TaskLosses.weighted(task, weights);
  }

  /**
   * @param predictor the model
   * @param tasks which of the data set's tasks are judged
   * @param data the data set
   * @param split the part of it
   * @param batchSize images at a time
   * @param options choices about each task's metrics
   * @param losses each task's loss
   * @return the figures
   */
  public static Evaluation evaluate(Predictor predictor, List<Task> tasks, MultiTaskDataSet data, Split split, int batchSize,
      Function<Task, MetricOptions> options, Function<Task, TaskLoss> losses) {
    return evaluateWith(predictor, tasks, data, split, batchSize, t -> TaskMetrics.of(t, weighted(options.apply(t), data.classWeights(t.name()))), losses);
  }

  /**
   * @param predictor the model
   * @param tasks which of the data set's tasks are judged
   * @param data the data set
   * @param split the part of it
   * @param batchSize images at a time
   * @param newMetric a new metric for each task
   * @param losses each task's loss
   * @return the figures
   */
  public static Evaluation evaluateWith(Predictor predictor, List<Task> tasks, MultiTaskDataSet data, Split split, int batchSize,
      Function<Task, TaskMetric> newMetric, Function<Task, TaskLoss> losses) {
    Map<String, TaskMetric> metrics = new LinkedHashMap<>();
    tasks.forEach(t -> metrics.put(t.name(), newMetric.apply(t)));
    Map<String, MeanLoss> meanLosses = new LinkedHashMap<>();
    tasks.forEach(t -> meanLosses.put(t.name(), new MeanLoss(losses.apply(t))));
    String[] names = metrics.keySet().toArray(String[]::new);
    try (MultiTaskIterator batches = MultiTaskIterator.evaluation(data, split, batchSize).tasks(names).build()) {
      while (batches.hasNext()) {
        MultiDataSet batch = batches.next();
        Map<String, INDArray> outputs = predictor.outputs(batch.getFeatures(0));
        for (int i = 0; i < names.length; i++) {
          Optional<INDArray> mask =
              batch.getLabelsMaskArrays() == null ? Optional.empty() : Optional.ofNullable(batch.getLabelsMaskArray(i));
          metrics.get(names[i]).add(outputs.get(names[i]), batch.getLabels(i), mask);
          meanLosses.get(names[i]).add(outputs.get(names[i]), batch.getLabels(i), mask);
        }
      }
    } finally {
      meanLosses.values().forEach(MeanLoss::close);
    }
    Map<String, List<MetricValue>> values = new LinkedHashMap<>();
    metrics.forEach((task, metric) -> values.put(task, metric.values()));
    Map<String, Double> means = new LinkedHashMap<>();
    meanLosses.forEach((task, mean) -> mean.value().ifPresent(v -> means.put(task, v)));
    return new Evaluation(split, values, means);
  }

  static MetricOptions weighted(MetricOptions options, List<Double> classWeights) {
    return classWeights.isEmpty() || !options.classWeights().isEmpty() ? options : options.withClassWeights(classWeights);
  }
}
