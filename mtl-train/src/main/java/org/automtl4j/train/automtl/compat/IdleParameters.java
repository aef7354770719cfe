package org.automtl4j.train.automtl.compat;

/** What a task's step does to parameters that its path does not use. */
public enum IdleParameters {
  /** It leaves them alone. */
  SKIP,
  /**
   * Those that have had a gradient in any earlier step of the trainer go on moving by momentum and weight decay, as if their gradient were 0. As published: the
   * PyTorch of its day filled gradients with zeros.
   */
  DECAY
}
