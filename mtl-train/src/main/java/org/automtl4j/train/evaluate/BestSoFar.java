package org.automtl4j.train.evaluate;

import java.util.List;

/**
 * What a stage remembers of its validations.
 *
 * @param reference the first evaluation whose figures can be compared with, which later ones are measured against; empty before it
 * @param iteration iterations that were done at the best validation; 0 before the first
 * @param score of the best validation; larger is better; NaN before the first
 * @param worse how many validations since then were not better
 */
public record BestSoFar(List<Evaluation> reference, int iteration, double score, int worse) {
  /** Nothing was validated yet. */
  public static final BestSoFar NONE = new BestSoFar(List.of(), 0, Double.NaN, 0);

  /** Keeps an unmodifiable copy. */
  public BestSoFar {
    reference = List.copyOf(reference);
  }
}
