package org.automtl4j.train.adamtl;

import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.graph.adamtl.MaskPenalties;
import org.automtl4j.train.step.Penalty;
import org.automtl4j.train.step.StepGraph;

/**
 * What controllers leave out, see {@link MaskPenalties#leftOut}.
 *
 * @param network whose controllers
 */
record KeepPenalty(AdaptiveSwin network) implements Penalty {
  static final String NAME = "left-out";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public OptionalDouble factor() {
    return OptionalDouble.of(1);
  }

  @Override
  public Optional<Term> build(StepGraph step) {
    return Optional.of(new Term(new MaskPenalties(network, step.graph()).leftOut()));
  }
}
