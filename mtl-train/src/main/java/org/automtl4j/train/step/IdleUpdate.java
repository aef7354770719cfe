package org.automtl4j.train.step;

/** What a step does to parameters that learn in its phase, but that its path does not use. */
public enum IdleUpdate {
  /** It leaves them alone. */
  SKIP,
  /** Those that have had a gradient in any earlier step go on moving by momentum and weight decay, as if their gradient were 0. */
  DECAY
}
