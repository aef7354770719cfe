package org.automtl4j.train.mtlnas;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.graph.mtlnas.GatePenalties;
import org.automtl4j.train.step.Penalty;
import org.automtl4j.train.step.StepGraph;

/**
 * The losses of auxiliary predictions, each times its task's weight; the factor of all of them is fed.
 *
 * @param weights by task; 1 for those that are not named
 */
record AuxiliaryLoss(Map<String, Double> weights) implements Penalty {
  static final String NAME = "auxiliary";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public OptionalDouble factor() {
    return OptionalDouble.of(0);
  }

  @Override
  public Optional<Term> build(StepGraph step, String task) {
    if (!step.graph().outputs().containsKey("auxiliary." + task)) {
      return Optional.empty();
    }
    return Optional.of(new Term(GatePenalties.weighted(step.loss(task, step.output("auxiliary." + task)).value(), weights.getOrDefault(task, 1.0))));
  }
}
