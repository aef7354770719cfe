package org.automtl4j.train.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.data.metric.MetricOptions;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.data.metric.TaskMetric;
import org.automtl4j.data.metric.TaskMetrics;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model's figures on a split, and again without each of some parts of it, so that standard errors can be told of any figure (the jackknife; Efron and Stein, The Annals
 * of Statistics 9, 1981).
 *
 * @param whole the figures on all images
 * @param without for each part, the figures by task on all images but that part's
 */
public record PartedEvaluation(Evaluation whole, List<Map<String, List<MetricValue>>> without) {
  /** Into how many parts a split is cut, if it has as many images. */
  public static final int PARTS = 10;

  /** Keeps an unmodifiable copy. */
  public PartedEvaluation {
    without = List.copyOf(without);
  }

  /**
   * @param predictor the model
   * @param tasks which of the data set's tasks are judged
   * @param data the data set
   * @param split the part of it
   * @param batchSize images at a time, at most
   * @param options choices about each task's metrics
   * @param losses each task's loss
   * @return the figures; image after image goes to another part, in runs of the batch's length
   */
  public static PartedEvaluation of(Predictor predictor, List<Task> tasks, MultiTaskDataSet data, Split split, int batchSize,
      Function<Task, MetricOptions> options, Function<Task, TaskLoss> losses) {
    int batch = Math.max(1, Math.min(batchSize, data.size(split) / PARTS));
    int parts = Math.min(PARTS, data.size(split));
    List<Parted> metrics = new ArrayList<>();
    Evaluation whole = Evaluator.evaluateWith(predictor, tasks, data, split, batch, task -> {
      Parted metric = new Parted(task.name(), parts, () -> TaskMetrics.of(task, Evaluator.weighted(options.apply(task), data.classWeights(task.name()))));
      metrics.add(metric);
      return metric;
    }, losses);
    return new PartedEvaluation(whole, IntStream.range(0, parts).mapToObj(part -> without(metrics, part)).toList());
  }

  private static Map<String, List<MetricValue>> without(List<Parted> metrics, int part) {
    return metrics.stream().collect(Collectors.toMap(Parted::task, metric -> metric.without(part)));
  }

  /** One metric over everything, and one over all but each part. */
  private static final class Parted implements TaskMetric {
    private final String task;
    private final TaskMetric all;
    private final List<TaskMetric> without;
    private int batches;

    Parted(String task, int parts, Supplier<TaskMetric> metric) {
      this.task = task;
      this.all = metric.get();
      this.without = IntStream.range(0, parts).mapToObj(part -> metric.get()).toList();
    }

    String task() {
      return task;
    }

    List<MetricValue> without(int part) {
      return without.get(part).values();
    }

    @Override
    public void add(INDArray prediction, INDArray label, Optional<INDArray> mask) {
      all.add(prediction, label, mask);
      for (int part = 0; part < without.size(); part++) {
        if (part != batches % without.size()) {
          without.get(part).add(prediction, label, mask);
        }
      }
      batches++;
    }

    @Override
    public List<MetricValue> values() {
      return all.values();
    }

    @Override
    public void reset() {
      all.reset();
      without.forEach(TaskMetric::reset);
      batches = 0;
    }
  }
}
