package org.automtl4j.train.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.iterator.Cursor;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.plan.PlanMemory;
import org.automtl4j.train.automtl.FrozenLogits;
import org.automtl4j.train.automtl.SharingPenalty;
import org.automtl4j.train.batch.BatchShapes;
import org.automtl4j.train.checkpoint.Progress;
import org.automtl4j.train.step.GradientChain;
import org.automtl4j.train.step.GradientSink;
import org.automtl4j.train.step.GumbelNoise;
import org.automtl4j.train.step.IdleUpdates;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.StepOutcome;
import org.automtl4j.train.step.StepPlan;
import org.automtl4j.train.step.StepPlans;
import org.automtl4j.train.step.TaskStepping;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The loop over iterations of one stage. In each iteration every unit (a task; with {@link TaskStepping#JOINT} all tasks at once) takes its next batch, does
 * forward and backward, and the phase's optimiser takes a step. Plans and batch orders are made at first use and belong to the loop.
 */
public final class StageLoop implements AutoCloseable {
  /** No loss and no layer of a training that goes well comes near. */
  private static final double DIVERGED = 1e15;
  /** A phase that begins within so many iterations finds its first batches waiting; one that begins later prepares them when it comes. */
  private static final int LOOK_AHEAD = 8;
  /** The phase whose iterations the temperature counts; its name and that of the stream stand in checkpoints. */
  public static final String POLICIES = "policies";
  private static final String NOISE = "noise";

  private final SuperModel model;
  private final LoopSettings settings;
  private final String stage;
  private final List<List<Task>> units;
  private final GumbelNoise noise;
  private final IdleUpdates idle;
  private final PlanMemory memory = new PlanMemory();
  private final StepPlans plans;
  private final Map<String, GradientChain> chains = new HashMap<>();
  private final StageBatches batches;
  private final UnlabelledBatches unlabelled;
  private int iteration;
  /** By phase, how many iterations belonged to it. */
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * @param model whose parameters learn
   * @param settings of the run
   * @param stage its name, for messages; together with the seed it fixes batch order, noise and dropout
   * @param idle remembers which parameters of the model have had a gradient
   */
  StageLoop(SuperModel model, LoopSettings settings, String stage, IdleUpdates idle) {
    this.model = model;
    this.settings = settings;
    this.stage = stage;
    this.units = settings.stepping() == TaskStepping.JOINT ? List.of(model.tasks()) : model.tasks().stream().map(List::of).toList();
    this.plans = new StepPlans(stage);
    this.batches = new StageBatches(settings, stage);
    this.unlabelled = new UnlabelledBatches(stage);
    this.noise = settings.sources().noise(settings, stage);
    this.idle = idle;
  }

  /** Hears of every iteration. */
  @FunctionalInterface
  interface Watcher {
    /** Gives whether to go on. */
    boolean iterationDone(int iteration, Phase phase, Map<String, Double> losses, Map<String, Double> regularisers, double temperature);
  }

  /**
   * @param from iterations that were done before
   * @param iterations how many there are in all
   * @param phases of each iteration
   * @param temperature of the relaxation, by how many iterations trained policies before
   * @param watcher is told of each, and may end the loop
   * @return how many were done
   */
  int run(int from, int iterations, IntFunction<Phase> phases, IntToDoubleFunction temperature, Watcher watcher) {
    boolean goesOn = true;
    for (iteration = from; iteration < iterations && goesOn; iteration++) {
      Phase phase = phases.apply(iteration);
      double tau = temperature.applyAsDouble(counts.getOrDefault(POLICIES, 0));
      Map<String, Double> losses = new LinkedHashMap<>();
      Map<String, Double> regularisers = new LinkedHashMap<>();
      for (int u = 0; u < units.size(); u++) {
        if (settings.compat().hasTurn(iteration, u)) {
          List<Task> unit = units.get(u);
          List<StepOutcome> outcomes = new ArrayList<>();
          for (int b = 0; b < phase.handling().batches(); b++) {
            Optional<MultiDataSet> batch = batches.next(phase.split(), unit);
            if (iteration == from && b == 0) {
              prepareBatches(from, iterations, phases);
            }
            batch.map(found -> gradients(phase, unit, found, tau)).ifPresent(outcome -> {
              unlabelled.add(iteration, unit, outcome.losses().keySet());
              outcomes.add(outcome);
            });
          }
          if (!outcomes.isEmpty()) {
            StepOutcome outcome = StepOutcome.of(outcomes);
            learn(phase, outcome);
            losses.putAll(outcome.losses());
            regularisers.putAll(outcome.penalties().getOrDefault(SharingPenalty.NAME, Map.of()));
          }
        }
      }
      counts.merge(phase.name(), 1, Integer::sum);
      goesOn = watcher.iterationDone(iteration, phase, losses, regularisers, tau);
    }
    return iteration;
  }

  /** What the next iterations take is prepared while the first plans are compiled; not before the first batch is there, which would have to wait for it. */
  private void prepareBatches(int from, int iterations, IntFunction<Phase> phases) {
    for (int i = from; i < Math.min(iterations, from + LOOK_AHEAD); i++) {
      Split split = phases.apply(i).split();
      units.forEach(unit -> batches.prepare(split, unit));
    }
  }

  /** Goes to where another loop was; plans and batch orders that do not exist yet will begin there. */
  void restore(Progress progress) {
    counts.putAll(progress.counts());
    noise.restore(progress.streams().getOrDefault(NOISE, 0L));
    plans.restore(progress.dropout());
    unlabelled.restore(progress.unlabelled());
    batches.restore(progress.cursors(), progress.waitSeconds());
    idle.restore(progress.moved());
  }

  /** The iteration that is being done, from 0. */
  int iteration() {
    return iteration;
  }

  double waitSeconds() {
    return batches.waitSeconds();
  }

  /** By phase, how many iterations belonged to it. */
  Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }

  /** States of the generators of random numbers, by name. */
  Map<String, Long> streams() {
    return Map.of(NOISE, noise.state());
  }

  /** By phase and tasks, how often dropout masks were drawn. */
  Map<String, Long> dropout() {
    return plans.dropout();
  }

  /** By task, how many batches had no known label. */
  Map<String, Integer> unlabelled() {
    return unlabelled.counts();
  }

  /** By batch order, where it stands. */
  Map<String, Cursor> cursors() {
    return batches.cursors();
  }

  /** Names of the parameters that have had a gradient, where it matters. */
  List<String> moved() {
    return idle.moved();
  }

  /** Forward and backward of one batch, whose gradients go into the phase's chain. */
  private StepOutcome gradients(Phase phase, List<Task> unit, MultiDataSet batch, double temperature) {
    String key = phase.name() + "/" + names(unit);
    StepPlan plan = plans.take(key, batch, () -> plan(key, phase, unit, batch));
    StepOutcome outcome = plan.forward(batch, temperature, noise);
    plans.drawn(key, plan);
    outcome.losses().forEach((task, loss) -> check(plan, batch, phase, task, loss)); // before anything learns from it
    if (!outcome.losses().isEmpty()) {
      plan.backward(sink(phase));
    }
    batches.release(phase.split(), unit, batch);
    return outcome;
  }

  /** The end of a step: what was held back is learnt from, and parameters that the step's path does not use move where that is asked for. */
  private void learn(Phase phase, StepOutcome outcome) {
    sink(phase).stepDone();
    idle.step(outcome, model.parameters(), phase.learning(), iteration);
    phase.frozen().ifPresent(FrozenLogits::restore);
  }

  private GradientSink sink(Phase phase) {
    return chains.computeIfAbsent(phase.name(), name -> new GradientChain(model.parameters(), phase.learning(), phase.handling())).at(iteration);
  }

  private StepPlan plan(String key, Phase phase, List<Task> unit, MultiDataSet batch) {
    long seed = RandomStream.of(settings.seed(), "dropout/" + stage + "/" + key).nextLong();
    try {
      return StepPlan.of(model, phase, unit, settings::loss, seed, batch, memory);
    } catch (InvalidInputException | IllegalArgumentException e) {
      throw new InvalidInputException("stage " + stage + ", iteration " + iteration + ", batch of " + names(unit) + " (" + BatchShapes.of(batch) + "): "
          + e.getMessage(), e);
    }
  }

  private void check(StepPlan plan, MultiDataSet batch, Phase phase, String task, double loss) {
    if (!(Math.abs(loss) < DIVERGED)) {
      throw new DivergedException(
          "the loss of task '" + task + "' became " + loss + " in iteration " + iteration + " of stage " + stage + " (" + phase.name() + ", learning rate "
              + phase.learning().learningRate(iteration) + "). It began in " + plan.originOfTrouble(batch, DIVERGED)
              + ". A lower learning rate or another seed may help, or the labels hold values that they should not");
    }
  }

  private static String names(List<Task> unit) {
    return String.join("+", unit.stream().map(Task::name).toList());
  }

  @Override
  public void close() {
    plans.close();
    chains.values().forEach(GradientChain::close);
    batches.close();
  }
}
