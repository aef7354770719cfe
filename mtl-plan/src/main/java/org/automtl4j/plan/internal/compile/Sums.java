package org.automtl4j.plan.internal.compile;

import java.util.Arrays;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Reductions;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;

/**
 * Sums over dimensions. Over the first or the last dimensions, or both, a sum is a product with ones, which the linear algebra library does 4-10 times faster
 * than the reduction operations do.
 */
final class Sums {
  /** Up to this length a reduction costs less than a product. */
  private static final long SMALL = 2048;

  private Sums() {}

  static Value sum(Tape tape, Value a, int[] dimensions) {
    long[] result = Reductions.shape(a.shape(), dimensions, true);
    if (Value.length(result) == a.length()) {
      return a.reshaped(result);
    }
    boolean real = a.type() == DataType.FLOAT || a.type() == DataType.DOUBLE;
    if (real && a.length() <= SMALL) {
      Arguments arguments = Arguments.of(Arrays.stream(dimensions).asLongStream().toArray()).flags(true);
      return tape.custom("reduce_sum", arguments, a).get(0);
    }
    long[] blocks = real ? blocks(a, dimensions) : null;
    if (blocks == null) {
      Sum op = new Sum();
      op.setDimensions(dimensions);
      op.setKeepDims(true);
      return tape.legacy(op, a);
    }
    Value sum = a;
    if (blocks[2] > 1) {
      sum = tape.math().matmul(sum.reshaped(blocks[0] * blocks[1], blocks[2]), tape.filled(a.type(), 1, blocks[2], 1), false, false);
    }
    if (blocks[0] > 1) {
      sum = blocks[0] * blocks[1] <= SMALL ? sum(tape, sum.reshaped(blocks[0], blocks[1]), new int[] {0})
          : tape.math().matmul(tape.filled(a.type(), 1, 1, blocks[0]), sum.reshaped(blocks[0], blocks[1]), false, false);
    }
    return sum.reshaped(result);
  }

  /** The sizes [summed, kept, summed] as which the array can be seen, or null. */
  private static long[] blocks(Value a, int[] dimensions) {
    boolean[] summed = new boolean[a.rank()];
    for (int d : dimensions) {
      summed[d] = true;
    }
    long[] blocks = {1, 1, 1};
    int block = 0;
    for (int d = 0; d < summed.length; d++) {
      if (a.size(d) == 1) {
        continue;
      }
      boolean wantsKept = block == 1;
      if (summed[d] == wantsKept) {
        block++;
      }
      if (block == 3) {
        return null;
      }
      blocks[block] *= a.size(d);
    }
    return blocks[1] == 1 && blocks[2] == 1 && blocks[0] > 1 ? split(blocks[0]) : blocks;
  }

  /** A sum of everything is done in two steps, of rows and over them, which rounds less than one long sum. */
  private static long[] split(long length) {
    for (long columns = (long) Math.sqrt(length); columns > 1; columns--) {
      if (length % columns == 0) {
        return new long[] {length / columns, 1, columns};
      }
    }
    return new long[] {1, 1, length};
  }
}
