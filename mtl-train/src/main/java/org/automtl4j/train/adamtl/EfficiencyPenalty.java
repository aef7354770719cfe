package org.automtl4j.train.adamtl;

import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.graph.adamtl.Efficiency;
import org.automtl4j.graph.adamtl.MaskPenalties;
import org.automtl4j.train.step.Penalty;
import org.automtl4j.train.step.StepGraph;

/**
 * How far the shares of an image's blocks and tokens are from what is wanted, see {@link MaskPenalties#efficiency}.
 *
 * @param network whose masks
 * @param wanted the shares
 */
record EfficiencyPenalty(AdaptiveSwin network, Efficiency wanted) implements Penalty {
  static final String NAME = "efficiency";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public OptionalDouble factor() {
    return OptionalDouble.of(wanted.weight());
  }

  @Override
  public Optional<Term> build(StepGraph step) {
    return Optional.of(new Term(new MaskPenalties(network, step.graph()).efficiency(wanted)));
  }
}
