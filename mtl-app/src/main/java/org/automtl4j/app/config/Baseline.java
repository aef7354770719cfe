package org.automtl4j.app.config;

import java.util.Locale;

/** Models that the found one is compared with, trained with the same updates per task, batch, schedule and data as the post-training. */
public enum Baseline {
  /** All tasks share every layer. */
  HARD,
  /** One model per task. */
  SINGLE,
  /** An architecture drawn at random, about as large as the one that was found. */
  RANDOM,
  /** As {@link #RANDOM}, with the first half of the layers shared by all tasks: what a person would try without a search. */
  RANDOM_BOTTOM;

  /** @return whether it can be trained before an architecture is found */
  public boolean needsNoArchitecture() {
    return this == HARD || this == SINGLE;
  }

  /** @return the name in result tables, such as {@code "single"} */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
