package org.automtl4j.train.method;

import org.nd4j.linalg.learning.config.IUpdater;

/**
 * What a stage will take, for the estimate before a run.
 *
 * @param id its name in results, such as {@code "pre"}
 * @param iterations how many there will be, all of its trainings together; in one iteration every task takes one step
 * @param updater the update rule of the weights, whose state takes memory
 * @param trains what it trains
 */
public record StageOutline(String id, int iterations, IUpdater updater, Trains trains) {

  /** What a stage trains. */
  public enum Trains {
    /** The network's own numbers. */
    NETWORK,
    /** A model with numbers of its own, beside the network's. */
    MODEL,
    /** A model with numbers of its own, after the network's were given up. */
    MODEL_ALONE
  }
}
