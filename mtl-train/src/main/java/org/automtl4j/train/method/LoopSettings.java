package org.automtl4j.train.method;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.data.metric.MetricOptions;
import org.automtl4j.train.checkpoint.Checkpoints;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.evaluate.Evaluator;
import org.automtl4j.train.evaluate.Validation;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.method.settings.MeanIouWords;
import org.automtl4j.train.step.TaskStepping;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * What all stages of a run share.
 *
 * @param model what is trained, for listeners
 * @param data where batches come from
 * @param batchSize samples in a step
 * @param stepping whether tasks step in turn or together
 * @param seed of sample order, noise and dropout
 * @param prefetch batches that are prepared ahead, per task
 * @param dataThreads threads that prepare them, per task
 * @param feeds where batches of some tasks come from in place of the data set
 * @param weights factor of each task's loss where it is not 1
 * @param losses losses that replace the default of the task's kind, by task
 * @param validation what happens on the validation split
 * @param listeners who is told
 * @param habits ways in which it departs from the usual
 * @param checkpoints where states are written, if they are
 * @param stop asks the training to stop
 * @param sources of batches and noise
 * @param balance how tasks are balanced
 */
public record LoopSettings(
    String model,
    MultiTaskDataSet data,
    int batchSize,
    TaskStepping stepping,
    long seed,
    int prefetch,
    int dataThreads,
    Map<String, Function<Split, MultiDataSetIterator>> feeds,
    Map<String, Double> weights,
    Map<String, TaskLoss> losses,
    Validation validation,
    List<TrainingListener> listeners,
    Habits habits,
    Optional<Checkpoints> checkpoints,
    StopSignal stop,
    Sources sources,
    BalanceSettings balance) {

  /** Keeps unmodifiable copies. */
  public LoopSettings {
    feeds = Map.copyOf(feeds);
    weights = Map.copyOf(weights);
    losses = Map.copyOf(losses);
    listeners = List.copyOf(listeners);
  }

  /**
   * @param other where batches come from
   * @return these settings with that
   */
  public LoopSettings withData(MultiTaskDataSet other) {
    return new LoopSettings(model, other, batchSize, stepping, seed, prefetch, dataThreads, feeds, weights, losses, validation, listeners, habits, checkpoints, stop,
        sources, balance);
  }

  /**
   * @param task one of the model's tasks
   * @return how its metrics are taken
   */
  public MetricOptions metricOptions(Task task) {
    return MeanIouWords.options(habits.metricOptions(task), validation.metric(), task);
  }

  /**
   * @param task one of the model's tasks
   * @return its loss in training and validation
   */
  public TaskLoss loss(Task task) {
    TaskLoss own = losses.get(task.name());
    return own == null ? Evaluator.usualLoss(task, data) : own;
  }
}
