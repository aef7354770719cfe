package org.automtl4j.core.task;

import java.util.List;

/** Which label values mean "unknown" and count neither in a loss nor in a metric. */
public sealed interface IgnoreRule {

  /** Every label counts. */
  record Nothing() implements IgnoreRule {}

  /**
   * A position is unknown when its label (for several channels: the largest of them) is one of these values.
   *
   * @param values the values, in the label's own unit
   */
  record Values(List<Double> values) implements IgnoreRule {
    /** Keeps an unmodifiable copy. */
    public Values {
      values = List.copyOf(values);
    }
  }

  /**
   * A position is unknown when the sum of its label's channels is at most this number: a depth sensor's 0.
   *
   * @param threshold the largest sum that means "unknown"
   */
  record AtMost(double threshold) implements IgnoreRule {}

  /** @return the rule that ignores nothing */
  static IgnoreRule nothing() {
    return new Nothing();
  }

  /**
   * @param values label values that mean "unknown"
   * @return the rule that ignores them
   */
  static IgnoreRule values(Double... values) {
    return new Values(List.of(values));
  }

  /**
   * @param threshold the largest sum over channels that means "unknown"
   * @return the rule that ignores labels up to it
   */
  static IgnoreRule atMost(double threshold) {
    return new AtMost(threshold);
  }
}
