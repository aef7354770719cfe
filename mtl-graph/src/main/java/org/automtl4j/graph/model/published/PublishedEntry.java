package org.automtl4j.graph.model.published;

import java.util.Arrays;
import java.util.Optional;
import org.automtl4j.graph.network.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One entry of the published code's state dict and what it is here.
 *
 * @param name its published name, such as {@code net.3.basicOp.weight}
 * @param shape its published shape; empty for a single number
 * @param parameter our parameter; empty for what the published code stores and never reads (counters, the policies of BatchNorms)
 * @param row which row of the parameter, for policies; -1: all of it
 * @param otherwise every number of an entry without a parameter
 */
public record PublishedEntry(String name, long[] shape, Optional<String> parameter, int row, double otherwise) {

  /** Keeps a copy. */
  public PublishedEntry {
    shape = shape.clone();
  }

  /**
   * @param store our numbers
   * @return the entry in its published shape and order; a copy
   */
  public INDArray read(Parameters store) {
    if (parameter.isEmpty()) {
      return Nd4j.valueArrayOf(shape, otherwise, store.dataType());
    }
    INDArray ours = store.get(parameter.get());
    return (row >= 0 ? ours.getRow(row) : published(ours)).dup('c').reshape(shape);
  }

  /**
   * @param store takes the numbers; an entry without a parameter changes nothing
   * @param values the entry as published
   * @throws IllegalArgumentException for another shape
   */
  public void write(Parameters store, INDArray values) {
    if (!Arrays.equals(shape, values.shape())) {
      throw new IllegalArgumentException(name + " has shape " + Arrays.toString(shape) + ", found " + Arrays.toString(values.shape()));
    }
    if (parameter.isEmpty()) {
      return;
    }
    INDArray ours = store.get(parameter.get());
    if (row >= 0) {
      ours.getRow(row).assign(values.castTo(store.dataType()));
    } else {
      published(ours).assign(values.castTo(store.dataType()));
    }
  }

  /** A view of our array in the published order: kernels [o, i, kH, kW] for [kH, kW, i, o], matrices [o, i] for [i, o]. */
  private static INDArray published(INDArray ours) {
    return switch (ours.rank()) {
      case 4 -> ours.permute(3, 2, 0, 1);
      case 2 -> ours.permute(1, 0);
      default -> ours;
    };
  }
}
