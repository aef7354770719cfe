package org.automtl4j.train.balance.method;

import org.automtl4j.train.balance.Needs;

/** What factor the parameters get that one task alone uses: its head, branches and normalisations of its own. */
public enum TaskOwn {
  /** 1. */
  PLAIN,
  /** The weight of the task, as published code that back-propagates a weighted loss gives them. */
  WEIGHTED;

  Needs gramian() {
    return new Needs(Needs.Gradients.GRAMIAN, true, false, this == WEIGHTED ? Needs.Own.LATE : Needs.Own.PLAIN, 0);
  }
}
