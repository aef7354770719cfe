package org.automtl4j.train.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.iterator.Cursor;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.plan.PlanMemory;
import org.automtl4j.train.balance.conflict.ConflictTerms;
import org.automtl4j.train.batch.BatchShapes;
import org.automtl4j.train.checkpoint.Progress;
import org.automtl4j.train.loop.balance.Balanced;
import org.automtl4j.train.loop.balance.StageBalance;
import org.automtl4j.train.loop.balance.TaskPass;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.optimizer.OptimizerState;
import org.automtl4j.train.method.StageTask;
import org.automtl4j.train.step.GradientChain;
import org.automtl4j.train.step.GradientSink;
import org.automtl4j.train.step.IdleUpdates;
import org.automtl4j.train.step.NoiseSource;
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
  private final StageBatches batches;
  private final UnlabelledBatches unlabelled;
  private final StageBalance balance;
  /** What the balancing method wants to see of this step after its update. */
  private final List<Runnable> again = new ArrayList<>();
  /** Batches that were looked at and are learnt from in this iteration, by unit. */
  private final Map<List<Task>, MultiDataSet> waiting = new HashMap<>();
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
    boolean joint = settings.stepping() == TaskStepping.JOINT || settings.stepping() == TaskStepping.GATHERED && network.inOnePass();
    this.units = joint ? List.of(network.tasks()) : network.tasks().stream().map(List::of).toList();
    this.plans = new StepPlans(stage);
    this.batches = new StageBatches(settings, streams);
    this.unlabelled = new UnlabelledBatches(stage);
    this.noise = settings.sources().noise(settings, streams);
    this.idle = idle;
    this.balance = new StageBalance(settings, streams, parameters, network.tasks());
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
    Map<String, Integer> ofPhases = new HashMap<>();
    for (int i = 0; i < iterations; i++) {
      ofPhases.merge(phases.apply(i).name(), 1, Integer::sum);
    }
    for (iteration = from; iteration < iterations && goesOn; iteration++) {
      Phase phase = phases.apply(iteration);
      Map<String, Double> scalars = phase.values(iteration, counts);
      Map<String, Double> losses = new LinkedHashMap<>();
      Map<String, Map<String, Double>> terms = new LinkedHashMap<>();
      balance.begins(iteration);
      StageBalance.At at = new StageBalance.At(iteration, phase, counts.getOrDefault(phase.name(), 0), ofPhases.get(phase.name()));
      if (balance.gathers(phase)) {
        gathered(at, scalars, losses, terms);
      }
      if (balance.measures(at)) {
        measure(phase, scalars, terms);
      }
      for (int u = 0; u < units.size() && !balance.gathers(phase); u++) {
        List<Task> unit = unit(phase, units.get(u));
        if (!unit.isEmpty() && settings.habits().hasTurn(iteration, u)) {
          List<StepOutcome> outcomes = new ArrayList<>();
          for (int b = 0; b < phase.handling().batches(); b++) {
            Optional<MultiDataSet> batch = waiting.containsKey(unit) ? Optional.of(waiting.remove(unit)) : batches.next(phase.split(), unit);
            if (iteration == from && b == 0) {
              prepareBatches(from, iterations, phases);
            }
            batch.map(found -> gradients(at, unit, found, scalars, terms)).ifPresent(outcome -> {
              unlabelled.add(iteration, unit, outcome.losses().keySet());
              outcomes.add(outcome);
            });
          }
          if (!outcomes.isEmpty()) {
            StepOutcome outcome = StepOutcome.of(outcomes);
            learn(phase, outcome);
            again.forEach(Runnable::run);
            again.clear();
            add(outcome, losses, terms);
          }
        }
      }
      counts.merge(phase.name(), 1, Integer::sum);
      goesOn = watcher.iterationDone(new Done(iteration, phase, losses, terms, scalars));
    }
    return iteration;
  }

  private static void add(StepOutcome outcome, Map<String, Double> losses, Map<String, Map<String, Double>> terms) {
    losses.putAll(outcome.losses());
    outcome.penalties().forEach((name, values) -> terms.computeIfAbsent(name, n -> new LinkedHashMap<>()).putAll(values));
  }

  /** An iteration in which every task's gradient is taken at the same parameters, and then one step. */
  private void gathered(StageBalance.At at, Map<String, Double> scalars, Map<String, Double> losses, Map<String, Map<String, Double>> terms) {
    GradientSink sink = sink(at.phase());
    Balanced balanced = balance.gather(at, () -> passes(at.phase(), scalars), sink);
    if (balanced.outcomes().isEmpty()) {
      return;
    }
    sink.batchDone();
    StepOutcome outcome = StepOutcome.of(balanced.outcomes());
    learn(at.phase(), outcome);
    add(outcome, losses, terms);
    tell(balanced.weights(), terms);
    balanced.conflicts().ifPresent(conflicts -> ConflictTerms.put(conflicts, terms));
  }

  /** Looks at the batches of the iteration to come, one for each unit, which wait for it then. */
  private void measure(Phase phase, Map<String, Double> scalars, Map<String, Map<String, Double>> terms) {
    List<TaskPass> passes = new ArrayList<>();
    for (int u = 0; u < units.size(); u++) {
      List<Task> unit = unit(phase, units.get(u));
      if (!unit.isEmpty() && settings.habits().hasTurn(iteration, u)) {
        batches.next(phase.split(), unit).ifPresent(batch -> {
          waiting.put(unit, batch);
          passes.add(new Look(new Pass(phase, unit, batch, scalars)));
        });
      }
    }
    balance.measure(passes).ifPresent(conflicts -> ConflictTerms.put(conflicts, terms));
  }

  private void tell(Map<String, Double> weights, Map<String, Map<String, Double>> terms) {
    if (!weights.isEmpty() && settings.balance().method().isPresent()) {
      terms.computeIfAbsent(ConflictTerms.WEIGHT, name -> new LinkedHashMap<>()).putAll(weights);
    }
  }

  private List<TaskPass> passes(Phase phase, Map<String, Double> scalars) {
    List<TaskPass> passes = new ArrayList<>();
    for (List<Task> all : units) {
      List<Task> unit = unit(phase, all);
      if (!unit.isEmpty()) {
        batches.next(phase.split(), unit).ifPresent(batch -> passes.add(new Pass(phase, unit, batch, scalars)));
      }
    }
    return passes;
  }

  /** The passes of one task. */
  private final class Pass implements TaskPass {
    private final Phase phase;
    private final List<Task> unit;
    private final MultiDataSet batch;
    private final Map<String, Double> scalars;
    private final String key;
    private final StepPlan plan;

    private Pass(Phase phase, List<Task> unit, MultiDataSet batch, Map<String, Double> scalars) {
      this.phase = phase;
      this.unit = unit;
      this.batch = batch;
      this.scalars = scalars;
      this.key = phase.name() + "/" + names(unit);
      this.plan = plans.take(key, batch, () -> plan(key, phase, unit, batch));
    }

    @Override
    public List<String> tasks() {
      return unit.stream().map(Task::name).toList();
    }

    @Override
    public Set<String> trained(String task) {
      return unit.size() == 1 ? plan.trained() : plan.trained(task);
    }

    /** The plan, whose masks follow those of the passes since it was made. */
    private StepPlan taken() {
      return plans.take(key, batch, () -> plan(key, phase, unit, batch));
    }

    @Override
    public StepOutcome forward(boolean statistics) {
      taken();
      StepOutcome outcome = statistics ? plan.forward(batch, scalars, noise) : plan.look(batch, scalars, noise);
      plans.drawn(key, plan);
      outcome.losses().forEach((task, loss) -> check(plan, batch, phase, task, loss));
      unlabelled.add(iteration, unit, outcome.losses().keySet());
      return outcome;
    }

    @Override
    public double weight(String task) {
      return configured(phase, task, scalars);
    }

    @Override
    public void weigh(String task, double factor) {
      plan.weigh(task, weight(task) * factor);
    }

    @Override
    public void backward(String task, GradientSink sink) {
      if (unit.size() == 1) {
        plan.backward(sink);
      } else {
        plan.backward(task, sink);
      }
    }

    @Override
    public void penalties(GradientSink sink) {
      if (unit.size() > 1 && plan.hasPenalties()) {
        plan.backwardOfPenalties(sink);
      }
    }

    @Override
    public void done() {
      batches.release(phase.split(), unit, batch);
    }
  }

  /** Passes that only look: what is drawn and counted stays as it was, and the batch waits. */
  private final class Look implements TaskPass {
    private final Pass pass;

    private Look(Pass pass) {
      this.pass = pass;
    }

    @Override
    public List<String> tasks() {
      return pass.tasks();
    }

    @Override
    public Set<String> trained(String task) {
      return pass.trained(task);
    }

    @Override
    public StepOutcome forward(boolean statistics) {
      Map<String, Long> drawn = noise.states();
      long masks = pass.taken().dropoutCounter();
      StepOutcome outcome = pass.plan.look(pass.batch, pass.scalars, noise);
      pass.plan.dropoutCounter(masks);
      noise.restore(drawn);
      outcome.losses().forEach((task, loss) -> check(pass.plan, pass.batch, pass.phase, task, loss));
      return outcome;
    }

    @Override
    public double weight(String task) {
      return pass.weight(task);
    }

    @Override
    public void weigh(String task, double factor) {
      pass.weigh(task, factor);
    }

    @Override
    public void backward(String task, GradientSink sink) {
      pass.backward(task, sink);
    }

    @Override
    public void penalties(GradientSink sink) {
      // no task's
    }

    @Override
    public void done() {
      // the batch is needed yet
    }
  }

  private static double configured(Phase phase, String task, Map<String, Double> scalars) {
    return scalars.getOrDefault("weight." + task, phase.objective().weight(task));
  }

  private static Map<String, Double> weighted(Phase phase, Map<String, Double> losses, Map<String, Double> scalars) {
    Map<String, Double> weighted = new LinkedHashMap<>();
    losses.forEach((task, loss) -> weighted.put(task, configured(phase, task, scalars) * loss));
    return weighted;
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
  void restore(Progress progress, Map<String, OptimizerState> optimizers) {
    counts.putAll(progress.counts());
    noise.restore(progress.streams());
    balance.restore(optimizers, progress.streams());
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
    Map<String, Long> states = new LinkedHashMap<>(noise.states());
    states.putAll(balance.streams());
    return states;
  }

  /** What balancing remembers, by name. */
  Map<String, OptimizerState> balancing() {
    return balance.states();
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
  private StepOutcome gradients(
      StageBalance.At at, List<Task> unit, MultiDataSet batch, Map<String, Double> scalars, Map<String, Map<String, Double>> terms) {
    Phase phase = at.phase();
    String key = phase.name() + "/" + names(unit);
    StepPlan plan = plans.take(key, batch, () -> plan(key, phase, unit, batch));
    long masks = plan.dropoutCounter();
    Map<String, Long> drawn = noise.states();
    StepOutcome outcome = plan.forward(batch, scalars, noise);
    plans.drawn(key, plan);
    outcome.losses().forEach((task, loss) -> check(plan, batch, phase, task, loss)); // before anything learns from it
    if (outcome.losses().isEmpty()) {
      batches.release(phase.split(), unit, batch);
      return outcome;
    }
    Map<String, Double> weights = balance.weights(at, weighted(phase, outcome.losses(), scalars));
    weights.forEach((task, weight) -> plan.weigh(task, configured(phase, task, scalars) * weight));
    tell(weights, terms);
    plan.backward(sink(phase));
    if (!balance.looksAgain(at)) {
      batches.release(phase.split(), unit, batch);
      return outcome;
    }
    again.add(() -> {
      plan.dropoutCounter(masks);
      noise.restore(drawn);
      StepOutcome after = plan.look(batch, scalars, noise);
      after.losses().forEach((task, loss) -> check(plan, batch, phase, task, loss));
      balance.after(at, weighted(phase, after.losses(), scalars));
      batches.release(phase.split(), unit, batch);
    });
    return outcome;
  }

  /** The end of a step: what was held back is learnt from, and parameters that the step's path does not use move where that is asked for. */
  private void learn(Phase phase, StepOutcome outcome) {
    sink(phase).stepDone();
    idle.step(outcome, parameters, phase.learning(), iteration);
    phase.details().afterStep().run();
  }

  private GradientSink sink(Phase phase) {
    return chains.computeIfAbsent(phase.name(), name -> new GradientChain(parameters, phase.learning(), phase.handling())).at(iteration);
  }

  private StepPlan plan(String key, Phase phase, List<Task> unit, MultiDataSet batch) {
    long seed = RandomStream.of(settings.seed(), "dropout/" + streams + "/" + key).nextLong();
    try {
      return StepPlan.of(network, parameters, phase, unit, settings::loss, seed, batch, memory, repeats(phase, unit));
    } catch (InvalidInputException | IllegalArgumentException e) {
      throw new InvalidInputException("stage " + stage + ", iteration " + iteration + ", batch of " + names(unit) + " (" + BatchShapes.of(batch) + "): "
          + e.getMessage(), e);
    }
  }

  /** Whether a forward pass serves a backward pass for each task. */
  private boolean repeats(Phase phase, List<Task> unit) {
    return unit.size() > 1 && (balance.gathers(phase) || settings.balance().conflictsEvery() > 0);
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
    balance.close();
    chains.values().forEach(GradientChain::close);
    batches.close();
  }
}
