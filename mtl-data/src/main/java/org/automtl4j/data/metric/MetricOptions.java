package org.automtl4j.data.metric;

import java.util.List;

/**
 * Choices about metrics.
 *
 * @param unknownPixelsAreWrong whether pixel accuracy counts unknown labels as wrong, as the published CityScapes code does; else it leaves them out
 * @param classWeights one number per class: segmentation then also reports the weighted cross-entropy, as the published Taskonomy code does; empty for none
 */
public record MetricOptions(boolean unknownPixelsAreWrong, List<Double> classWeights) {
  /** Unknown labels are left out, no weighted cross-entropy. */
  public static final MetricOptions DEFAULT = new MetricOptions(false, List.of());

  /** Keeps an unmodifiable copy. */
  public MetricOptions {
    classWeights = List.copyOf(classWeights);
  }
}
