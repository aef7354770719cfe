package org.automtl4j.train.step;

import org.automtl4j.graph.network.ParameterSpec;

/** Which weights decay. */
public enum DecayScope {
  /** All of them, as published. */
  ALL,
  /** Kernels and matrices; neither biases nor the scales and shifts of normalisation, which have one axis. */
  KERNELS;

  /**
   * @param parameter a weight
   * @return whether it decays
   */
  public boolean covers(ParameterSpec parameter) {
    return this == ALL || parameter.shape().length > 1;
  }
}
