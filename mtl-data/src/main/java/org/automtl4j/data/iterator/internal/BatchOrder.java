package org.automtl4j.data.iterator.internal;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.automtl4j.core.RandomStream;

/**
 * Which samples make up which batch: a pure function of (seed, purpose, epoch, batch).
 *
 * @param size samples in the split
 * @param batchSize samples in a batch
 * @param shuffled whether every epoch has its own random order; then the last incomplete batch is dropped
 * @param seed the seed of the order
 * @param purpose sets apart iterators that share a seed
 */
public record BatchOrder(int size, int batchSize, boolean shuffled, long seed, String purpose) {

  /** @return batches in an epoch */
  public int batches() {
    return shuffled ? size / batchSize : (size + batchSize - 1) / batchSize;
  }

  /**
   * @param epoch an epoch
   * @return the order of all samples in it
   */
  public int[] order(long epoch) {
    return shuffled ? RandomStream.of(seed, "order/" + purpose, epoch).permutation(size) : IntStream.range(0, size).toArray();
  }

  /**
   * @param order an epoch's order
   * @param batch which batch of the epoch
   * @return the samples in it
   */
  public int[] indexes(int[] order, int batch) {
    return Arrays.copyOfRange(order, batch * batchSize, Math.min(size, (batch + 1) * batchSize));
  }
}
