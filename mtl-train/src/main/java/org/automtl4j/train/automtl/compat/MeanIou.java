package org.automtl4j.train.automtl.compat;

/** Over which classes the mean IoU that counts in a Delta is taken. {@code miou} is reported in any case. */
public enum MeanIou {
  /** Those that occur in labels or predictions: {@code miou}, which is what most others report. */
  PRESENT_CLASSES,
  /** Those that are right at least once: {@code miou_hit}, which is reported too. As published. */
  HIT_CLASSES
}
