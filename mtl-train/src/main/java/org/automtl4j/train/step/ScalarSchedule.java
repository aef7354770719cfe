package org.automtl4j.train.step;

import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** The value of a number that is fed to a graph, such as a temperature, from iteration to iteration. */
@FunctionalInterface
public interface ScalarSchedule {

  /**
   * @param iteration of the stage, from 0
   * @param counts by phase, how many iterations before belonged to it; a phase without one may be absent
   * @return the value in this iteration
   */
  double at(int iteration, Map<String, Integer> counts);

  /**
   * @param value in every iteration
   * @return the schedule
   */
  static ScalarSchedule constant(double value) {
    return (iteration, counts) -> value;
  }

  /**
   * @param values by iteration of the stage
   * @return the schedule
   */
  static ScalarSchedule byIteration(IntToDoubleFunction values) {
    return (iteration, counts) -> values.applyAsDouble(iteration);
  }

  /**
   * @param phase a phase's name; the schedule may belong to another one
   * @param values by how many iterations before belonged to that phase
   * @return the schedule
   */
  static ScalarSchedule byPhase(String phase, IntToDoubleFunction values) {
    return (iteration, counts) -> values.applyAsDouble(counts.getOrDefault(phase, 0));
  }
}
