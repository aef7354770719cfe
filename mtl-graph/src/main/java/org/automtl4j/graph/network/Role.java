package org.automtl4j.graph.network;

/** What a parameter is for. It stands in the {@link ParameterSpec}; nobody derives it from a name. */
public enum Role {
  /** Trained on the losses of the tasks. */
  WEIGHT,
  /** Logits of a choice that a search makes. */
  CHOICE,
  /** Running mean or variance of a BatchNorm: not trained, but updated in training. */
  STATISTIC,
  /** Learnt by a method that balances the tasks. */
  BALANCE
}
