package org.automtl4j.train.method;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.listener.ChoiceSnapshot.Choice;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.method.settings.RunSettings;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;

/**
 * One training of one network, as a stage wants it.
 *
 * @param network the structure
 * @param parameters its numbers, which learn
 * @param name the stage's name; it seeds random streams and stands in checkpoints
 * @param settings what the numbers depend on beside the run's settings: the network's structure, and what is the stage's own
 * @param iterations how many at most
 * @param schedule the phase of each iteration
 * @param judgement what is judged on the validation split
 * @param choices what a search's choices say at the moment, told to listeners about a hundred times; none where there is nothing to choose
 * @param relay for one of several trainings that follow each other; else empty
 */
public record StageTask(
    Network network,
    Parameters parameters,
    String name,
    Dependencies settings,
    int iterations,
    PhaseSchedule schedule,
    Judgement judgement,
    Supplier<List<Choice>> choices,
    Optional<Relay> relay) {

  /**
   * A training that begins at the beginning, and with which no other goes on.
   *
   * @param network the structure
   * @param parameters its numbers, which learn
   * @param name the stage's name
   * @param settings what the numbers depend on beside the run's settings
   * @param iterations how many at most
   * @param schedule the phase of each iteration
   * @param judgement what is judged on the validation split
   * @param choices what a search's choices say at the moment
   */
  public StageTask(Network network, Parameters parameters, String name, Dependencies settings, int iterations, PhaseSchedule schedule, Judgement judgement,
      Supplier<List<Choice>> choices) {
    this(network, parameters, name, settings, iterations, schedule, judgement, choices, Optional.empty());
  }

  /**
   * A training without choices, whose structure checkpoints know by {@link Network#fingerprint}.
   *
   * @param network the structure
   * @param parameters its numbers, which learn
   * @param name the stage's name
   * @param settings what the numbers depend on that is the stage's own, see {@link org.automtl4j.train.method.settings.Words}
   * @param iterations how many
   * @param schedule the phase of each iteration
   * @return the task
   */
  public static StageTask of(Network network, Parameters parameters, String name, Dependencies settings, int iterations, PhaseSchedule schedule) {
    return new StageTask(network, parameters, name, RunSettings.structure(network).and(settings), iterations, schedule, Judgement.TRAINED, List::of);
  }

  /**
   * @param other what is judged
   * @return the same with that
   */
  public StageTask with(Judgement other) {
    return new StageTask(network, parameters, name, settings, iterations, schedule, other, choices, relay);
  }

  /**
   * @param told what a search's choices say at the moment
   * @return the same with that
   */
  public StageTask withChoices(Supplier<List<Choice>> told) {
    return new StageTask(network, parameters, name, settings, iterations, schedule, judgement, told, relay);
  }

  /**
   * @param other how it follows other trainings and is followed
   * @return the same with that
   */
  public StageTask with(Relay other) {
    return new StageTask(network, parameters, name, settings, iterations, schedule, judgement, choices, Optional.of(other));
  }

  /** @return the name that seeds random streams */
  public String streams() {
    return relay.map(Relay::streams).orElse(name);
  }

  /** @return all phases that occur */
  public List<Phase> phases() {
    return schedule.phases();
  }

  /**
   * @param iteration from 0
   * @return its phase
   */
  public Phase phase(int iteration) {
    return schedule.at(iteration).phase();
  }
}
