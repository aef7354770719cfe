package org.automtl4j.train.loop;

import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.train.loop.settings.Dependencies;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;

/**
 * One training of one model, as a stage wants it.
 *
 * @param model whose parameters learn
 * @param name the stage's name
 * @param settings what the numbers depend on beside the run's settings
 * @param iterations how many at most
 * @param schedule the phase of each iteration
 * @param temperature of the relaxation, by how many iterations trained policies before
 * @param validated whether the run's validations and early stopping apply
 * @param candidate the path to evaluate at the end, for a model that is only compared with others; else empty
 * @param relay for a training that goes on where another one has come to, or lets others go on from its end; else empty
 */
public record StageTask(
    SuperModel model,
    String name,
    Dependencies settings,
    int iterations,
    PhaseSchedule schedule,
    IntToDoubleFunction temperature,
    boolean validated,
    Optional<Architecture> candidate,
    Optional<Relay> relay) {

  /**
   * One of several trainings that follow each other, and have batches, noise and dropout as if they were one.
   *
   * @param streams the name that seeds them all, in place of the stage's
   * @param begin where it goes on; empty: at the beginning. What the update rules remember becomes its own
   */
  public record Relay(String streams, Optional<Continuation> begin) {}

  /**
   * A training that begins at the beginning, and with which nobody goes on.
   *
   * @param model whose parameters learn
   * @param name the stage's name
   * @param settings what the numbers depend on beside the run's settings
   * @param iterations how many at most
   * @param schedule the phase of each iteration
   * @param temperature of the relaxation, by how many iterations trained policies before
   * @param validated whether the run's validations and early stopping apply
   * @param candidate the path to evaluate at the end
   */
  public StageTask(SuperModel model, String name, Dependencies settings, int iterations, PhaseSchedule schedule, IntToDoubleFunction temperature,
      boolean validated, Optional<Architecture> candidate) {
    this(model, name, settings, iterations, schedule, temperature, validated, candidate, Optional.empty());
  }

  /**
   * A training in one phase from the first to the last iteration.
   *
   * @param model whose parameters learn
   * @param name the stage's name
   * @param settings what the result depends on
   * @param iterations how many
   * @param phase the one phase
   * @return the task
   */
  public static StageTask of(SuperModel model, String name, Dependencies settings, int iterations, Phase phase) {
    return new StageTask(model, name, settings, iterations, PhaseSchedule.single(phase), i -> 0, true, Optional.empty());
  }

  /**
   * The same, only to be compared with others on the validation split.
   *
   * @param architecture the candidate
   * @return the task
   */
  public StageTask asCandidate(Architecture architecture) {
    return new StageTask(model, name, settings, iterations, schedule, temperature, false, Optional.of(architecture));
  }

  /**
   * The same as one of several trainings that follow each other; neither validations nor early stopping apply.
   *
   * @param streams the name that seeds the batches, noise and dropout of all of them
   * @param begin where it goes on
   * @return the task
   */
  public StageTask relayed(String streams, Optional<Continuation> begin) {
    return new StageTask(model, name, settings, iterations, schedule, temperature, false, Optional.empty(), Optional.of(new Relay(streams, begin)));
  }

  /** The name that seeds random streams. */
  String streams() {
    return relay.map(Relay::streams).orElse(name);
  }

  /** All phases that occur. */
  List<Phase> phases() {
    return schedule.phases();
  }

  /** The phase of an iteration. */
  Phase phase(int iteration) {
    return schedule.at(iteration).phase();
  }
}
