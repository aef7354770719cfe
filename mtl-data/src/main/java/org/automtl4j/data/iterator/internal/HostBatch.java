package org.automtl4j.data.iterator.internal;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A batch on the Java heap.
 *
 * @param images the images
 * @param labels one per task
 */
public record HostBatch(Block images, List<LabelBlock> labels) {

  /**
   * Numbers with a shape.
   *
   * @param values row by row
   * @param shape [N, ...]
   */
  public record Block(float[] values, long[] shape) {
    INDArray toArray() {
      return Nd4j.create(values, shape, DataType.FLOAT);
    }
  }

  /**
   * The labels of one task.
   *
   * @param values the labels
   * @param mask which positions count, where some sample says so
   */
  public record LabelBlock(Block values, Optional<Block> mask) {}

  /** @return the batch as ND4J arrays, which belong to the caller */
  public MultiDataSet toMultiDataSet() {
    INDArray[] values = labels.stream().map(l -> l.values().toArray()).toArray(INDArray[]::new);
    boolean masked = labels.stream().anyMatch(l -> l.mask().isPresent());
    INDArray[] masks = masked ? labels.stream().map(l -> l.mask().map(Block::toArray).orElse(null)).toArray(INDArray[]::new) : null;
    return new MultiDataSet(new INDArray[] {images.toArray()}, values, null, masks);
  }
}
