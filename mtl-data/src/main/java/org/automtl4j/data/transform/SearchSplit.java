package org.automtl4j.data.transform;

import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.MultiTaskDataSet;

/**
 * How a search parts the training data: {@link org.automtl4j.data.dataset.Split#TRAIN1} is what weights learn on,
 * {@link org.automtl4j.data.dataset.Split#TRAIN2} what choices learn on.
 */
public sealed interface SearchSplit {

  /**
   * @param data a data set
   * @param seed of what is drawn
   * @return the data set with its training data parted so
   * @throws InvalidInputException if a part would be empty
   */
  MultiTaskDataSet of(MultiTaskDataSet data, long seed);

  /** @return the parts that the data set has, such as those of its index files */
  static SearchSplit stored() {
    return new Stored();
  }

  /** @return samples of even numbers for weights, of odd numbers for choices */
  static SearchSplit evenOdd() {
    return new EvenOdd();
  }

  /**
   * @param share of the training samples that is for weights, above 0 and below 1
   * @return parts that are drawn anew in each pass over the data, a function of seed and pass
   * @throws InvalidInputException if the share is out of its range
   */
  static SearchSplit redrawn(double share) {
    return new Redrawn(share);
  }

  /** The parts that the data set has. */
  record Stored() implements SearchSplit {
    @Override
    public MultiTaskDataSet of(MultiTaskDataSet data, long seed) {
      return data;
    }
  }

  /** Samples of even numbers for weights, of odd numbers for choices. */
  record EvenOdd() implements SearchSplit {
    @Override
    public MultiTaskDataSet of(MultiTaskDataSet data, long seed) {
      return new Halves(data, this, seed);
    }
  }

  /**
   * Drawn anew in each pass.
   *
   * @param share of the training samples that is for weights, above 0 and below 1
   */
  record Redrawn(double share) implements SearchSplit {
    /** Checks the range. */
    public Redrawn {
      if (!(share > 0 && share < 1)) {
        throw new InvalidInputException("searchSplit: the share for weights must be above 0 and below 1, found " + share);
      }
    }

    @Override
    public MultiTaskDataSet of(MultiTaskDataSet data, long seed) {
      return new Halves(data, this, seed);
    }
  }
}
