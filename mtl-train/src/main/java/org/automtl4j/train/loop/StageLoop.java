package org.automtl4j.train.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.iterator.Cursor;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.plan.PlanMemory;
import org.automtl4j.train.batch.BatchShapes;
import org.automtl4j.train.checkpoint.Progress;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.StageTask;
import org.automtl4j.train.step.GradientChain;
import org.automtl4j.train.step.GradientSink;
import org.automtl4j.train.step.IdleUpdates;
import org.automtl4j.train.step.NoiseSource;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.StepOutcome;
import org.automtl4j.train.step.StepPlan;
import org.automtl4j.train.step.StepPlans;
import org.automtl4j.train.step.StepRule;
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

  private final Network network;
  private final Parameters parameters;
  private final LoopSettings settings;
  private final String stage;
  private final String streams;
  private final List<List<Task>> units;
  private final NoiseSource noise;
  private final IdleUpdates idle;
  private final PlanMemory memory = new PlanMemory();
  private final StepPlans plans;
  private final Map<String, GradientChain> chains = new HashMap<>();
  private final Function<Phase, StepRule> makesRule;
  private final Map<String, StepRule> rules = new HashMap<>();
  private final StageBatches batches;
  private final UnlabelledBatches unlabelled;
  private int iteration;
  /** By phase, how many iterations belonged to it. */
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * @param task what is trained; the name of its streams together with the seed fixes batch order, noise and dropout
   * @param settings of the run
   * @param idle remembers which parameters of the model have had a gradient
   */
  StageLoop(StageTask task, LoopSettings settings, IdleUpdates idle) {
    this.network = task.network();
    this.parameters = task.parameters();
    this.settings = settings;
    this.stage = task.name();
    this.streams = task.streams();
    this.makesRule = phase -> settings.rules().of(task, phase);
    this.units = settings.stepping() == TaskStepping.JOINT ? List.of(network.tasks()) : network.tasks().stream().map(List::of).toList();
    this.plans = new StepPlans(stage);
    this.batches = new StageBatches(settings, streams);
    this.unlabelled = new UnlabelledBatches(stage);
    this.noise = settings.sources().noise(settings, streams);
    this.idle = idle;
  }

  /** An iteration that is over: unweighted losses by task, penalties by name and task, and what was fed by name. */
  record Done(int iteration, Phase phase, Map<String, Double> losses, Map<String, Map<String, Double>> terms, Map<String, Double> scalars) {}

  /** Hears of every iteration. */
  @FunctionalInterface
  interface Watcher {
    /** Gives whether to go on. */
    boolean iterationDone(Done done);
  }

  /**
   * @param from iterations that were done before
   * @param iterations how many there are in all
   * @param phases of each iteration
   * @param watcher is told of each, and may end the loop
   * @return how many were done
   */
  int run(int from, int iterations, IntFunction<Phase> phases, Watcher watcher) {
    boolean goesOn = true;
    for (iteration = from; iteration < iterations && goesOn; iteration++) {
      Phase phase = phases.apply(iteration);
      Map<String, Double> scalars = phase.values(iteration, counts);
      Map<String, Double> losses = new LinkedHashMap<>();
      Map<String, Map<String, Double>> terms = new LinkedHashMap<>();
      List<StepOutcome> gathered = new ArrayList<>();
      for (int u = 0; u < units.size(); u++) {
        List<Task> unit = unit(phase, units.get(u));
        if (!unit.isEmpty() && settings.habits().hasTurn(iteration, u)) {
          List<StepOutcome> outcomes = new ArrayList<>();
          for (int b = 0; b < phase.handling().batches(); b++) {
            Optional<MultiDataSet> batch = batches.next(phase.split(), unit);
            if (iteration == from && b == 0) {
              prepareBatches(from, iterations, phases);
            }
            batch.map(found -> gradients(phase, unit, found, scalars)).ifPresent(outcome -> {
              unlabelled.add(iteration, unit, outcome.losses().keySet());
              outcomes.add(outcome);
            });
          }
          if (!outcomes.isEmpty()) {
            StepOutcome outcome = StepOutcome.of(outcomes);
            if (rule(phase).gathers()) {
              gathered.add(outcome);
            } else {
              learn(phase, outcome);
            }
            losses.putAll(outcome.losses());
            outcome.penalties().forEach((name, values) -> terms.computeIfAbsent(name, n -> new LinkedHashMap<>()).putAll(values));
          }
        }
      }
      if (!gathered.isEmpty()) {
        if (gathered.stream().anyMatch(outcome -> !outcome.losses().isEmpty())) {
          rule(phase).iterationDone(iteration, sink(phase));
          sink(phase).batchDone();
        }
        learn(phase, StepOutcome.of(gathered));
      }
      rule(phase).learnt(iteration);
      counts.merge(phase.name(), 1, Integer::sum);
      goesOn = watcher.iterationDone(new Done(iteration, phase, losses, terms, scalars));
    }
    return iteration;
  }

  /** Those of a unit's tasks that a phase is about. */
  private static List<Task> unit(Phase phase, List<Task> unit) {
    List<String> wanted = phase.details().tasks();
    return wanted.isEmpty() ? unit : unit.stream().filter(task -> wanted.contains(task.name())).toList();
  }

  /** What the next iterations take is prepared while the first plans are compiled; not before the first batch is there, which would have to wait for it. */
  private void prepareBatches(int from, int iterations, IntFunction<Phase> phases) {
    for (int i = from; i < Math.min(iterations, from + LOOK_AHEAD); i++) {
      Phase phase = phases.apply(i);
      units.stream().map(unit -> unit(phase, unit)).filter(unit -> !unit.isEmpty()).forEach(unit -> batches.prepare(phase.split(), unit));
    }
  }

  /** Goes to where another loop was; plans and batch orders that do not exist yet will begin there. */
  void restore(Progress progress) {
    counts.putAll(progress.counts());
    noise.restore(progress.streams());
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
    return noise.states();
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
  private StepOutcome gradients(Phase phase, List<Task> unit, MultiDataSet batch, Map<String, Double> scalars) {
    String key = phase.name() + "/" + names(unit);
    StepPlan plan = plans.take(key, batch, () -> plan(key, phase, unit, batch));
    StepOutcome outcome = plan.forward(batch, scalars, noise);
    plans.drawn(key, plan);
    outcome.losses().forEach((task, loss) -> check(plan, batch, phase, task, loss)); // before anything learns from it
    if (!outcome.losses().isEmpty()) {
      rule(phase).backward(plan, outcome, sink(phase));
    }
    batches.release(phase.split(), unit, batch);
    return outcome;
  }

  /** The end of a step: what was held back is learnt from, and parameters that the step's path does not use move where that is asked for. */
  private void learn(Phase phase, StepOutcome outcome) {
    sink(phase).stepDone();
    idle.step(outcome, parameters, phase.learning(), iteration);
    phase.details().afterStep().run();
  }

  private StepRule rule(Phase phase) {
    return rules.computeIfAbsent(phase.name(), name -> makesRule.apply(phase));
  }

  private GradientSink sink(Phase phase) {
    return chains.computeIfAbsent(phase.name(), name -> new GradientChain(parameters, phase.learning(), phase.handling())).at(iteration);
  }

  private StepPlan plan(String key, Phase phase, List<Task> unit, MultiDataSet batch) {
    long seed = RandomStream.of(settings.seed(), "dropout/" + streams + "/" + key).nextLong();
    try {
      return StepPlan.of(network, parameters, phase, unit, settings::loss, seed, batch, memory, rule(phase).repeatsBackward());
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
    rules.values().forEach(StepRule::close);
    batches.close();
  }
}
