package org.automtl4j.train.mtlnas;

import org.automtl4j.graph.choice.BinaryConcrete;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.ScalarSchedule;

/** What gates are in the steps of a search. */
public enum Gates {
  /** Their probabilities, sigmoid(logit): deterministic. */
  SIGMOID,
  /** Relaxed samples, sigmoid((logit + logistic noise) / temperature): one for each edge and step, shared by the batch. */
  GUMBEL,
  /** All open: the super-network, whose logits learn nothing from the losses. */
  ALL;

  /** @return what of the network is computed */
  public FusionView view() {
    return this == SIGMOID ? new FusionView.Soft() : new FusionView.Gated();
  }

  /**
   * @param phase whose view has these gates
   * @param temperature by iteration
   * @return the phase, fed so
   */
  public Phase feed(Phase phase, ScalarSchedule temperature) {
    return switch (this) {
      case SIGMOID -> phase;
      case GUMBEL -> phase.with("temperature", temperature);
      case ALL -> phase.with(BinaryConcrete.HARD, ScalarSchedule.constant(1)).with(BinaryConcrete.FORCED, ScalarSchedule.constant(1));
    };
  }
}
