package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/**
 * A slice: the gradient goes to the places from which it was taken.
 *
 * @param strided whether it is ND4J's strided_slice, with steps and bit masks, or its slice, with begins and sizes
 */
record SliceRule(boolean strided) implements Rule {
  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Value x = node.input(0);
    if (!gradients.needs(x)) {
      return;
    }
    if (node.inputs().size() > 1) {
      throw new IllegalArgumentException("there is a backward rule only for slices with constant bounds, not for " + node.where());
    }
    int rank = x.rank();
    long[] begin = new long[rank];
    long[] steps = new long[rank];
    long[] sizes = new long[rank];
    for (int d = 0; d < rank; d++) {
      steps[d] = 1;
      sizes[d] = x.size(d);
    }
    if (strided) {
      places(node, begin, steps, sizes);
    } else {
      System.arraycopy(node.arguments().integers(), 0, begin, 0, rank);
      System.arraycopy(node.arguments().integers(), rank, sizes, 0, rank);
      for (int d = 0; d < rank; d++) {
        sizes[d] = sizes[d] < 0 ? x.size(d) - begin[d] : sizes[d];
      }
    }
    gradients.add(x, tape.math().place(gradients.of(node.output()).orElseThrow().reshaped(sizes), begin, steps, x.shape()));
  }

  /** Reads the arguments: the masks for begins, ellipsis, ends, new and shrunk dimensions, then begins, ends and steps. */
  private static void places(Node node, long[] begin, long[] steps, long[] sizes) {
    Arguments a = node.arguments();
    int given = (a.integers().length - 5) / 3;
    if (a.integer(1) != 0 || a.integer(3) != 0) {
      throw new IllegalArgumentException("there is no backward rule for an ellipsis or a new dimension in " + node.where());
    }
    for (int d = 0; d < given; d++) {
      long size = sizes[d];
      steps[d] = a.integer(5 + 2 * given + d);
      if (steps[d] <= 0) {
        throw new IllegalArgumentException("there is no backward rule for a step of " + steps[d] + " in " + node.where());
      }
      boolean single = (a.integer(4) >> d & 1) != 0;
      begin[d] = (a.integer(0) >> d & 1) != 0 && !single ? 0 : bound(a.integer(5 + d), size);
      long end = (a.integer(2) >> d & 1) != 0 ? size : bound(a.integer(5 + given + d), size);
      sizes[d] = single ? 1 : (end - begin[d] + steps[d] - 1) / steps[d];
    }
  }

  private static long bound(long index, long size) {
    return Math.min(index < 0 ? index + size : index, size);
  }
}
