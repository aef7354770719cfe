package org.automtl4j.data.dataset;

import java.util.Locale;

/**
 * The parts of a data set. {@link #TRAIN}, {@link #VAL} and {@link #TEST} have no sample in common; {@link #TRAIN1} and {@link #TRAIN2} partition {@link
 * #TRAIN}.
 */
public enum Split {
  /** What weights learn from. */
  TRAIN,
  /** The part of {@link #TRAIN} that weights learn from while policies are searched. */
  TRAIN1,
  /** The part of {@link #TRAIN} that policies learn from. */
  TRAIN2,
  /** What every choice is made on: candidates, the best checkpoint, early stopping. */
  VAL,
  /** Read once, at the end. */
  TEST;

  /** @return whether samples of this split may be augmented and shuffled */
  public boolean isTraining() {
    return this == TRAIN || this == TRAIN1 || this == TRAIN2;
  }

  /** @return the name in lower case, as files and messages spell it */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
