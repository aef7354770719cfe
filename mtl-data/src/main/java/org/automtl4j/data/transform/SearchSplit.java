package org.automtl4j.data.transform;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;

/**
 * How a search parts the training samples: {@link Split#TRAIN1} is what weights learn from, {@link Split#TRAIN2} what choices learn from.
 */
public sealed interface SearchSplit {

  /** As the data set parts them itself. */
  record Stored() implements SearchSplit {}

  /**
   * The first samples in the data set's order for the weights, the rest for the choices, always the same.
   *
   * @param share of the weights, above 0 and below 1
   */
  record Fixed(double share) implements SearchSplit {
    /** Checks the share. */
    public Fixed {
      check(share);
    }
  }

  /**
   * Drawn anew for each pass over the weights' part, so that all samples are seen by both in the long run (MTL-NAS).
   *
   * @param share of the weights, above 0 and below 1
   */
  record Redrawn(double share) implements SearchSplit {
    /** Checks the share. */
    public Redrawn {
      check(share);
    }
  }

  private static void check(double share) {
    if (!(share > 0 && share < 1)) {
      throw new InvalidInputException("the share of the weights must be above 0 and below 1, found " + share);
    }
  }

  /**
   * @param data a data set
   * @param batchSize samples of a step
   * @param seed decides what is drawn
   * @return the same with its training samples parted so
   * @throws InvalidInputException if a part is empty
   */
  default MultiTaskDataSet of(MultiTaskDataSet data, int batchSize, long seed) {
    if (this instanceof Stored) {
      return data;
    }
    double share = this instanceof Fixed fixed ? fixed.share() : ((Redrawn) this).share();
    int all = data.size(Split.TRAIN);
    int weights = (int) Math.floor(share * all);
    if (weights < 1 || weights >= all) {
      throw new InvalidInputException("a share of " + share + " of " + all + " training samples leaves " + weights + " for the weights and " + (all - weights)
          + " for the choices; both need at least one");
    }
    return new PartedDataSet(data, weights, batchSize, this instanceof Redrawn, seed);
  }
}
