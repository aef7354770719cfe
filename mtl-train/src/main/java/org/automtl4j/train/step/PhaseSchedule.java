package org.automtl4j.train.step;

import java.util.List;
import java.util.function.IntFunction;

/** Which phase an iteration of a stage belongs to: a pure function of the iteration, so that a resumed stage goes on with the same. */
public interface PhaseSchedule {

  /**
   * @param iteration of the stage, from 0
   * @return its phase, and how many iterations before it belonged to that phase
   */
  Turn at(int iteration);

  /** @return all phases that may occur, each once */
  List<Phase> phases();

  /**
   * One iteration's place.
   *
   * @param phase that it belongs to
   * @param count how many iterations before it belonged to that phase
   */
  record Turn(Phase phase, int count) {}

  /**
   * A block of iterations of one phase, then one of another, and again. A block may be empty, but not both.
   *
   * @param first the phase of the first block
   * @param firsts its iterations
   * @param second the phase of the second block
   * @param seconds its iterations
   * @return the schedule
   */
  static PhaseSchedule blocks(Phase first, int firsts, Phase second, int seconds) {
    if (firsts < 0 || seconds < 0 || firsts + seconds == 0) {
      throw new IllegalArgumentException("blocks of iterations: at least 0 and not both 0, found " + firsts + " and " + seconds);
    }
    int turn = Math.addExact(firsts, seconds);
    return new Schedule(List.of(first, second), iteration -> {
      int begun = iteration / turn;
      int place = iteration % turn;
      return place < firsts ? new Turn(first, begun * firsts + place) : new Turn(second, begun * seconds + place - firsts);
    });
  }

  /**
   * A number of iterations of each phase in turn, in the order of the list.
   *
   * @param phases at least one
   * @param iterations of a turn, at least 1
   * @return the schedule
   */
  static PhaseSchedule roundRobin(List<Phase> phases, int iterations) {
    if (phases.isEmpty() || iterations < 1) {
      throw new IllegalArgumentException("phases in turn: at least one, of at least 1 iteration, found " + phases.size() + " of " + iterations);
    }
    return new Schedule(List.copyOf(phases), iteration -> {
      int block = iteration / iterations;
      return new Turn(phases.get(block % phases.size()), block / phases.size() * iterations + iteration % iterations);
    });
  }

  /**
   * The same phase from the first to the last iteration.
   *
   * @param phase the phase
   * @return the schedule
   */
  static PhaseSchedule single(Phase phase) {
    return new Schedule(List.of(phase), iteration -> new Turn(phase, iteration));
  }

  /**
   * A schedule with its phases.
   *
   * @param phases all that may occur
   * @param turns the rule
   */
  record Schedule(List<Phase> phases, IntFunction<Turn> turns) implements PhaseSchedule {
    @Override
    public Turn at(int iteration) {
      return turns.apply(iteration);
    }
  }
}
