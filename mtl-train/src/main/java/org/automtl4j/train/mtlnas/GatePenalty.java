package org.automtl4j.train.mtlnas;

import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.GatePenalties;
import org.automtl4j.train.step.Penalty;
import org.automtl4j.train.step.StepGraph;

/** What a search adds to the losses of its architecture steps, see {@link GatePenalties}; its factor is fed. */
sealed interface GatePenalty extends Penalty {

  @Override
  default OptionalDouble factor() {
    return OptionalDouble.of(0);
  }

  /**
   * The entropy of the gates.
   *
   * @param network whose gates
   */
  record Entropy(FusionNetwork network) implements GatePenalty {
    @Override
    public String name() {
      return "entropy";
    }

    @Override
    public Optional<Term> build(StepGraph step) {
      return Optional.of(new Term(GatePenalties.entropy(network, step.graph(), "penalty.entropy")));
    }
  }

  /**
   * How open the gates are.
   *
   * @param network whose gates
   * @param byChannels whether an edge counts by its target's channels
   */
  record Open(FusionNetwork network, boolean byChannels) implements GatePenalty {
    @Override
    public String name() {
      return "open";
    }

    @Override
    public Optional<Term> build(StepGraph step) {
      return Optional.of(new Term(GatePenalties.open(network, step.graph(), byChannels, "penalty.open")));
    }
  }
}
