package org.automtl4j.train;

import org.automtl4j.data.dataset.Split;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Where a task's training batches come from if not from the data set: any {@link MultiDataSetIterator} with one array of images [N, C, H, W], one of labels
 * ([N, K, H, W] for dense tasks, [N, K] for others) and, where it has some, a label mask. Images must be encoded as those of the data set, on which models are
 * judged.
 */
@FunctionalInterface
public interface BatchFeed {

  /**
   * Opens an iterator. The trainer resets it when it has run out, and does not close it. A training that is resumed goes on bit for bit if the iterator gives
   * the same batches again: those that were taken before are skipped.
   *
   * @param split what the batches are for: {@link Split#TRAIN}, or {@link Split#TRAIN1} and {@link Split#TRAIN2} in a search, which should have nothing in
   *     common
   * @return an iterator at its start
   */
  MultiDataSetIterator open(Split split);
}
