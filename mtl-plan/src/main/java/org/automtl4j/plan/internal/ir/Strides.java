package org.automtl4j.plan.internal.ir;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Strides of arrays in C order, the last dimension next to each other in memory. */
public final class Strides {
  private Strides() {}

  public static long[] of(long... shape) {
    long[] strides = new long[shape.length];
    long step = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      strides[d] = step;
      step *= shape[d];
    }
    return strides;
  }

  /** Whether the elements lie one after the other; strides of dimensions of size 1 mean nothing. */
  public static boolean contiguous(INDArray array) {
    long step = 1;
    for (int d = array.rank() - 1; d >= 0; d--) {
      if (array.size(d) != 1 && array.stride(d) != step) {
        return false;
      }
      step *= array.size(d);
    }
    return true;
  }
}
