package org.automtl4j.graph.model.internal.step;

import java.util.List;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ops.CustomOp;

/** The arguments of SameDiff's {@code strided_slice}: five masks, then begins, ends and strides, one per axis. */
record Slice(long beginMask, long endMask, List<Long> begins, List<Long> ends, boolean plain) {

  static Slice of(CustomOp op, int rank) {
    long[] a = op.iArgs();
    if (a.length != 5 + 3 * rank) {
      return new Slice(0, 0, List.of(), List.of(), false);
    }
    List<Long> all = LongStream.of(a).boxed().toList();
    boolean plain = a[1] == 0 && a[3] == 0 && a[4] == 0 && all.subList(5 + 2 * rank, 5 + 3 * rank).stream().allMatch(stride -> stride == 1);
    return new Slice(a[0], a[2], all.subList(5, 5 + rank), all.subList(5 + rank, 5 + 2 * rank), plain);
  }

  long from(int axis) {
    return (beginMask >> axis & 1) == 1 ? 0 : begins.get(axis);
  }

  long to(int axis, long size) {
    return (endMask >> axis & 1) == 1 ? size : ends.get(axis);
  }

  /** Whether it takes a range of one axis and all of the others. A size of -1 is unknown: the range must be open there. */
  boolean isAlong(int axis, List<Long> shape) {
    if (!plain) {
      return false;
    }
    for (int i = 0; i < shape.size(); i++) {
      if (i != axis && (from(i) != 0 || to(i, shape.get(i)) != shape.get(i))) {
        return false;
      }
    }
    return from(axis) >= 0 && to(axis, shape.get(axis)) > from(axis);
  }
}
