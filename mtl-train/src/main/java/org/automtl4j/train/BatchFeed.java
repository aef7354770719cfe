package org.automtl4j.train;

import org.automtl4j.data.dataset.Split;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Where a task's training batches come from if not from the data set: any {@link MultiDataSetIterator} with one array of images [N, C, H, W], one of labels
 * ([N, K, H, W] for dense tasks, [N, K] for others) and, where it has some, a label mask. Images must be encoded as those of the data set, on which models are
 * judged.
 *
 * <p>Batches may differ in their number of images, in height and width where the backbone takes other sizes, and in whether they have a mask; a smaller last
 * batch is fine. Each shape needs a plan of its own, which takes memory and the time of preparing it: for each phase and task the plans of the last four shapes
 * are kept, so that memory stays flat and iterators with a few shapes lose no time. Of more shapes each is prepared anew whenever it comes back, and the log
 * says so once. A batch that cannot be right is refused with its number and shapes: no image, arrays that do not fit together or do not fit the backbone, a mask
 * of the images, a mask of labels that is not [N, 1, H, W] or [N, 1], one image alone where a BatchNorm has one value per channel.
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
