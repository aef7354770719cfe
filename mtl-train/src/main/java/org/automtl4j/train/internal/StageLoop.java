package org.automtl4j.train.internal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.iterator.MultiTaskIterator;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.RandomStream;
import org.automtl4j.graph.plan.PlanMemory;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.graph.task.Task;
import org.automtl4j.train.TaskStepping;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The loop over iterations of one stage. In each iteration every unit (a task; with {@link TaskStepping#JOINT} all tasks at once) takes its next batch, does
 * forward and backward, and the phase's optimiser takes a step. Plans and batch orders are made at first use and belong to the loop.
 */
final class StageLoop implements AutoCloseable {
  private final SuperModel model;
  private final LoopSettings settings;
  private final String stage;
  private final List<List<Task>> units;
  private final GumbelNoise noise;
  private final PlanMemory memory = new PlanMemory();
  private final Map<String, StepPlan> plans = new HashMap<>();
  private final Map<String, MultiTaskIterator> batches = new HashMap<>();
  private long waitedNanos;

  /**
   * @param model whose parameters learn
   * @param settings of the run
   * @param stage its name, for messages; together with the seed it fixes batch order, noise and dropout
   */
  StageLoop(SuperModel model, LoopSettings settings, String stage) {
    this.model = model;
    this.settings = settings;
    this.stage = stage;
    this.units = settings.stepping() == TaskStepping.JOINT ? List.of(model.tasks()) : model.tasks().stream().map(List::of).toList();
    this.noise = GumbelNoise.of(RandomStream.of(settings.seed(), "noise/" + stage));
  }

  /** Hears of every iteration. */
  @FunctionalInterface
  interface Watcher {
    void iterationDone(int iteration, Phase phase, Map<String, Double> losses, double temperature, long waitedNanos);
  }

  /**
   * @param iterations how many
   * @param phases of each iteration
   * @param temperature of each iteration's relaxation
   * @param watcher is told of each
   * @return nanoseconds that were spent waiting for data
   */
  long run(int iterations, IntFunction<Phase> phases, IntToDoubleFunction temperature, Watcher watcher) {
    for (int iteration = 0; iteration < iterations; iteration++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("stage " + stage + " was interrupted before iteration " + iteration);
      }
      Phase phase = phases.apply(iteration);
      double tau = temperature.applyAsDouble(iteration);
      Map<String, Double> losses = new LinkedHashMap<>();
      for (List<Task> unit : units) {
        losses.putAll(step(iteration, phase, unit, tau));
      }
      watcher.iterationDone(iteration, phase, losses, tau, waitedNanos);
    }
    return waitedNanos;
  }

  private Map<String, Double> step(int iteration, Phase phase, List<Task> unit, double temperature) {
    MultiDataSet batch = next(phase.split(), unit);
    String key = phase.name() + "/" + names(unit);
    StepPlan plan =
        plans.computeIfAbsent(
            key,
            k -> StepPlan.of(model, phase, unit, settings::loss, RandomStream.of(settings.seed(), "dropout/" + stage + "/" + k).nextLong(), batch, memory));
    StepOutcome outcome = plan.run(batch, temperature, noise);
    outcome.losses().forEach((task, loss) -> checkFinite(iteration, phase, task, loss));
    phase.optimizer().step(iteration, outcome.updates());
    return outcome.losses();
  }

  private MultiDataSet next(Split split, List<Task> unit) {
    long start = System.nanoTime();
    String[] names = unit.stream().map(Task::name).toArray(String[]::new);
    MultiDataSet batch =
        batches
            .computeIfAbsent(
                split.id() + "/" + names(unit),
                k ->
                    MultiTaskIterator.training(settings.data(), split, settings.batchSize())
                        .tasks(names)
                        .seed(settings.seed())
                        .stream(stage + "/" + names(unit))
                        .prefetch(settings.prefetch())
                        .build())
            .next();
    waitedNanos += System.nanoTime() - start;
    return batch;
  }

  private void checkFinite(int iteration, Phase phase, String task, double loss) {
    if (!Double.isFinite(loss)) {
      throw new InvalidInputException(
          "the loss of task '" + task + "' became " + loss + " in iteration " + iteration + " of stage " + stage + " (" + phase.name() + ", learning rate "
              + phase.optimizer().learningRate(iteration) + "); a lower learning rate or another seed may help, or the labels hold values that they should not");
    }
  }

  private static String names(List<Task> unit) {
    return String.join("+", unit.stream().map(Task::name).toList());
  }

  @Override
  public void close() {
    plans.values().forEach(StepPlan::close);
    batches.values().forEach(MultiTaskIterator::close);
  }
}
