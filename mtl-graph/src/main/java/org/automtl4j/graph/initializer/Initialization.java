package org.automtl4j.graph.initializer;

/** How convolutions and linear layers start, weights and biases. BatchNorm always starts as the identity and policies always at zero. */
public enum Initialization {
  /** Weights and biases uniform in +-1/sqrt(fan_in): what PyTorch does by default, and so what the published AutoMTL starts from. */
  UNIFORM,
  /** Weights normal with variance 2/fan_in, biases 0 (He et al., ICCV 2015): keeps the variance through ReLUs. */
  HE,
  /** Weights uniform in +-sqrt(6/(fan_in + fan_out)), biases 0 (Glorot and Bengio, AISTATS 2010). */
  XAVIER;

  /**
   * @param fanIn how many inputs one output reads
   * @param fanOut how many outputs one input reaches
   * @return what a weight of such a layer starts from
   */
  public Initializer weight(long fanIn, long fanOut) {
    return switch (this) {
      case UNIFORM -> Initializer.uniform(1 / Math.sqrt(fanIn));
      case HE -> Initializer.normal(Math.sqrt(2.0 / fanIn));
      case XAVIER -> Initializer.uniform(Math.sqrt(6.0 / (fanIn + fanOut)));
    };
  }

  /**
   * @param fanIn how many inputs one output reads
   * @return what a bias of such a layer starts from
   */
  public Initializer bias(long fanIn) {
    return this == UNIFORM ? Initializer.uniform(1 / Math.sqrt(fanIn)) : Initializer.constant(0);
  }
}
