package org.automtl4j.graph.network.layer;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Ranges along one axis of arrays of four. */
final class Ranges {
  private static final int RANK = 4;

  private Ranges() {}

  static SDVariable along(SameDiff sd, String name, SDVariable x, int axis, long from, long size) {
    int all = 0; // axes that are taken whole, whatever their length
    for (int i = 0; i < RANK; i++) {
      all |= i == axis ? 0 : 1 << i;
    }
    long[] begin = new long[RANK];
    long[] end = new long[RANK];
    begin[axis] = from;
    end[axis] = from + size;
    return sd.stridedSlice(name, x, begin, end, new long[] {1, 1, 1, 1}, all, all, 0, 0, 0);
  }
}
