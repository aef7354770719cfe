package org.automtl4j.data.metric;

import java.util.List;

/**
 * Choices about metrics.
 *
 * @param unknownPixelsAreWrong whether pixel accuracy counts unknown labels as wrong, as the published CityScapes code does; else it leaves them out
 * @param classWeights one number per class: segmentation then also reports the weighted cross-entropy, as the published Taskonomy code does; empty for none
 * @param hitClasses whether segmentation also reports {@code miou_hit}, the published mean over the classes that are right at least once
 */
public record MetricOptions(boolean unknownPixelsAreWrong, List<Double> classWeights, boolean hitClasses) {
  /** Unknown labels are left out, no weighted cross-entropy, no {@code miou_hit}. */
  public static final MetricOptions DEFAULT = new MetricOptions(false, List.of());

  /** Keeps an unmodifiable copy. */
  public MetricOptions {
    classWeights = List.copyOf(classWeights);
  }

  /**
   * Options without {@code miou_hit}.
   *
   * @param unknownPixelsAreWrong whether pixel accuracy counts unknown labels as wrong
   * @param classWeights one number per class, or none
   */
  public MetricOptions(boolean unknownPixelsAreWrong, List<Double> classWeights) {
    this(unknownPixelsAreWrong, classWeights, false);
  }

  /** @return the same with {@code miou_hit} */
  public MetricOptions withHitClasses() {
    return new MetricOptions(unknownPixelsAreWrong, classWeights, true);
  }

  /**
   * @param weights one number per class
   * @return the same with the weighted cross-entropy
   */
  public MetricOptions withClassWeights(List<Double> weights) {
    return new MetricOptions(unknownPixelsAreWrong, weights, hitClasses);
  }
}
