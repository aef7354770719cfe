package org.automtl4j.plan.internal.compile;

import java.util.Arrays;
import java.util.List;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.RepeatKernel;

/**
 * Sums and products of arrays of unlike shapes. Where the smaller one has a value for each channel, the general broadcast is several times slower than adding
 * a bias or than a product of rows with one number each; the results have the same bits.
 */
final class Broadcasts {
  private Broadcasts() {}

  static Value add(Tape tape, Value a, Value b) {
    boolean first = a.length() >= b.length();
    Value large = first ? a : b;
    Value small = first ? b : a;
    long[] blocks = blocks(large, small);
    if (blocks == null) {
      return tape.math().custom("add", a, b);
    }
    Value image = large.reshaped(blocks[0], blocks[1], blocks[2], 1);
    return tape.custom("biasadd", Arguments.none().flags(true), image, small.reshaped(blocks[1])).get(0).reshaped(large.shape());
  }

  static Value multiply(Tape tape, Value a, Value b) {
    boolean first = a.length() >= b.length();
    Value large = first ? a : b;
    Value small = first ? b : a;
    long[] blocks = blocks(large, small);
    if (blocks == null) {
      return tape.math().custom("multiply", a, b);
    }
    long rows = blocks[0] * blocks[1];
    Value factors = blocks[0] == 1 ? small : tape.memo(Arrays.asList("repeat", small.base(), blocks[0]),
        () -> tape.emit(new RepeatKernel(), List.of(tape.fresh(small.type(), blocks[0], blocks[1])), small).get(0));
    return tape.math().custom("multiply", large.reshaped(rows, blocks[2]), factors.reshaped(rows, 1)).reshaped(large.shape());
  }

  /**
   * The sizes [other, channel, other] as which the larger array can be seen, if the smaller one has one value for each channel and the last size is worth it.
   */
  private static long[] blocks(Value large, Value small) {
    int rank = large.rank();
    if (!large.type().isFPType() || large.type() != small.type() || small.rank() > rank || small.length() == 1) {
      return null;
    }
    long[] blocks = {1, 1, 1};
    int block = 0;
    for (int d = 0; d < rank; d++) {
      int at = d - (rank - small.rank());
      long size = at < 0 ? 1 : small.size(at);
      if (large.size(d) == 1 && size == 1) {
        continue;
      }
      boolean channel = size != 1;
      if (channel && size != large.size(d)) {
        return null;
      }
      if (channel != (block == 1)) {
        block++;
      }
      if (block == 3) {
        return null;
      }
      blocks[block] *= large.size(d);
    }
    return blocks[2] >= 8 ? blocks : null;
  }
}
