package org.automtl4j.data.loss;

import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A loss as it stands in a graph.
 *
 * @param value scalar: the mean over the valid positions of the batch; 0 with zero gradient where there is none
 * @param validCount scalar: how many positions were valid; a batch with 0 must not cause an optimiser step and does not count in averages
 */
public record LossTerm(SDVariable value, SDVariable validCount) {
  /** Checks that both are there. */
  public LossTerm {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(validCount, "validCount");
  }
}
