package org.automtl4j.train.loop.balance;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.Draws;
import org.automtl4j.train.balance.LossWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.ScalarRule;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.TaskGradients;
import org.automtl4j.train.balance.conflict.Conflicts;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.optimizer.OptimizerState;
import org.automtl4j.train.step.GradientSink;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.TaskStepping;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The balancing of a stage. It acts in phases that train weights, where each has a method of its own with a memory of its own; in others the configured weights
 * stay. Random numbers come from the stream {@code balancing/<stage>}.
 */
public final class StageBalance implements AutoCloseable {
  private static final String STREAM = "balancing";

  private final LoopSettings settings;
  private final Parameters parameters;
  private final List<Task> tasks;
  private final Map<String, PhaseBalance> phases = new HashMap<>();
  private final Map<String, Boolean> trainsWeights = new HashMap<>();
  private final Map<String, BalancerState> restored = new HashMap<>();
  private RandomStream stream;

  /**
   * Where an iteration is.
   *
   * @param iteration of the stage, from 0
   * @param phase it belongs to
   * @param count how many iterations before belonged to that
   * @param ofPhase how many iterations of the stage belong to it in all
   */
  public record At(int iteration, Phase phase, int count, int ofPhase) {}

  /**
   * @param settings of the run
   * @param stage its name
   * @param parameters that learn
   * @param tasks of the network
   */
  public StageBalance(LoopSettings settings, String stage, Parameters parameters, List<Task> tasks) {
    this.settings = settings;
    this.parameters = parameters;
    this.tasks = tasks;
    this.stream = RandomStream.of(settings.seed(), STREAM + "/" + stage);
  }

  /**
   * @param parameter a parameter's name
   * @return its layer's: without what is a task's and what is the parameter's own
   */
  static String layer(String parameter) {
    String[] parts = parameter.split("\\.");
    return parts.length > 2 && parts[0].equals("layer") ? parts[0] + "." + parts[1] : BalancerSetup.beforeTheLastDot(parameter);
  }

  /**
   * @param phase of an iteration
   * @return whether all tasks' gradients are gathered before one step is taken
   */
  public boolean gathers(Phase phase) {
    return settings.stepping() == TaskStepping.GATHERED && trainsWeights(phase);
  }

  private boolean trainsWeights(Phase phase) {
    return trainsWeights.computeIfAbsent(phase.name(),
        name -> parameters.all().stream().map(p -> parameters.spec(p.name())).anyMatch(spec -> spec.role() == Role.WEIGHT && phase.learning().learns(spec)));
  }

  /**
   * Weighs losses between the forward and the backward pass of a step that does not gather.
   *
   * @param at where it is
   * @param losses by present task, by the configuration's weights
   * @return the factor of each task's loss beside its configured weight; empty where nothing is balanced
   */
  public Map<String, Double> weights(At at, Map<String, Double> losses) {
    if (method(at.phase()).isEmpty() || losses.isEmpty() || !trainsWeights(at.phase())) {
      return Map.of();
    }
    double[] weights = ((LossWeighting) of(at).balancer()).weights(step(at, losses));
    Map<String, Double> byTask = new LinkedHashMap<>();
    int i = 0;
    for (String task : losses.keySet()) {
      byTask.put(task, weights[i++]);
    }
    return byTask;
  }

  /**
   * @param at where an iteration is
   * @return whether the method wants the losses of the same batch once more after the update
   */
  public boolean looksAgain(At at) {
    return method(at.phase()).filter(method -> method.needs().again() && trainsWeights(at.phase())).isPresent();
  }

  /**
   * Tells the method of the losses after the update.
   *
   * @param at where it is
   * @param losses of the same batch, by present task, by the configuration's weights
   */
  public void after(At at, Map<String, Double> losses) {
    ((LossWeighting) of(at).balancer()).after(step(at, losses));
  }

  private StepLosses step(At at, Map<String, Double> losses) {
    return new StepLosses(List.copyOf(losses.keySet()), losses.values().stream().mapToDouble(Double::doubleValue).toArray(), at.count(), Draws.of(stream));
  }

  /**
   * Gathers the gradients of an iteration and hands on what the method makes of them.
   *
   * @param at where it is
   * @param passes makes the passes of the tasks over their next batches
   * @param out takes the gradients
   * @return what came of it
   */
  public Balanced gather(At at, Supplier<List<TaskPass>> passes, GradientSink out) {
    int every = settings.balance().conflictsEvery();
    boolean measures = every > 0 && at.iteration() % every == 0;
    return of(at).step(
        new PhaseBalance.Iteration(at.count(), at.phase().learning().learningRate(at.iteration()), Draws.of(stream), measures, passes, out));
  }

  /**
   * @param at where an iteration is that does not gather
   * @return whether conflicts are measured before it
   */
  public boolean measures(At at) {
    int every = settings.balance().conflictsEvery();
    return every > 0 && at.iteration() % every == 0 && !gathers(at.phase()) && trainsWeights(at.phase());
  }

  /**
   * Measures how the gradients of tasks lie to each other, and learns nothing from them.
   *
   * @param passes over batches, which leave all that is drawn and counted as it was
   * @return what was found; empty where no two tasks reach the same parameter
   */
  public Optional<Conflicts> measure(List<TaskPass> passes) {
    LinkedHashMap<String, Long> shared = Gathering.reached(passes, 2, parameters);
    if (shared.isEmpty()) {
      return Optional.empty();
    }
    try (TaskGradients rows = new TaskGradients(parameters.dataType(), tasks.stream().map(Task::name).toList(), shared)) {
      Gathering gathering = new Gathering(passes);
      gathering.into(rows, false, (pass, task, loss) -> {}, (task, parameter, gradient, first) -> {}, (parameter, gradient, first) -> {});
      return gathering.isEmpty() ? Optional.empty() : Optional.of(Conflicts.of(rows, StageBalance::layer));
    }
  }

  /** What balances a phase's tasks: nothing where there is one only. */
  private Optional<Balancing> method(Phase phase) {
    return settings.balance().method().filter(method -> present(phase).size() > 1);
  }

  private List<Task> present(Phase phase) {
    List<String> wanted = phase.details().tasks();
    return tasks.stream().filter(task -> wanted.isEmpty() || wanted.contains(task.name())).toList();
  }

  private PhaseBalance of(At at) {
    return phases.computeIfAbsent(at.phase().name(), name -> {
      Phase phase = at.phase();
      Balancing method = method(phase).orElseGet(Balancing::ew);
      if (phase.handling().batches() > 1 && (method.needs().gradients() != Needs.Gradients.NONE || method.needs().again())) {
        throw new InvalidInputException("balancing " + method.type() + " takes its step from single batches; found accumulate " + phase.handling().batches()
            + " in phase " + name + ", allowed: 1");
      }
      List<Task> present = present(phase);
      List<String> names = present.stream().map(Task::name).toList();
      Set<String> classified = present.stream().filter(task -> task.kind() == TaskKind.SEGMENTATION).map(Task::name).collect(Collectors.toSet());
      long epoch = Math.max(1, settings.data().size(phase.split()) / settings.batchSize());
      Balancer balancer = method.create(new BalancerSetup(names, classified, epoch, OptionalLong.of(at.ofPhase()), rule(phase), StageBalance::layer));
      Optional.ofNullable(restored.get(name)).ifPresent(balancer::restore);
      return new PhaseBalance(balancer, parameters, names);
    });
  }

  /** The phase's own rule, at its rate as it is now, without weight decay. */
  private ScalarRule.Factory rule(Phase phase) {
    IUpdater updater = phase.learning().rule().updater();
    ScalarRule.Factory atOne = updater instanceof Adam adam ? ScalarRule.adam(1, adam.getBeta1(), adam.getBeta2(), adam.getEpsilon()) : ScalarRule.sgd(1);
    return size -> new PhaseRule(atOne.create(size), () -> phase.learning().learningRate(now));
  }

  private int now;

  /** @param iteration of the stage that begins, from 0 */
  public void begins(int iteration) {
    now = iteration;
  }

  /** @return what the methods remember, by name, in the very arrays; empty where there is nothing to balance */
  public Map<String, OptimizerState> states() {
    Map<String, OptimizerState> states = new LinkedHashMap<>();
    phases.forEach((name, phase) -> {
      BalancerState state = phase.balancer().state();
      if (!state.numbers().isEmpty() || !state.arrays().isEmpty()) {
        states.put(BalancerState.IN_CHECKPOINTS + name, BalancerStates.written(state));
      }
    });
    return states;
  }

  /** @return the state of the generator of random numbers, by its name; empty where nothing draws any */
  public Map<String, Long> streams() {
    return settings.balance().method().isPresent() ? Map.of(STREAM, stream.state()) : Map.of();
  }

  /**
   * Goes on from where another was.
   *
   * @param states what {@link #states} gave, among others; they are copied
   * @param streams what {@link #streams} gave, among others
   */
  public void restore(Map<String, OptimizerState> states, Map<String, Long> streams) {
    states.forEach((name, state) -> {
      if (name.startsWith(BalancerState.IN_CHECKPOINTS)) {
        restored.put(name.substring(BalancerState.IN_CHECKPOINTS.length()), BalancerStates.read(state.copy()));
      }
    });
    if (streams.containsKey(STREAM)) {
      stream = RandomStream.restore(streams.get(STREAM));
    }
  }

  @Override
  public void close() {
    phases.values().forEach(PhaseBalance::close);
  }
}
