package org.automtl4j.plan.internal.ir;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.Op;

/** Dimensions and shapes of reductions. */
public final class Reductions {
  private Reductions() {}

  public static int[] dimensions(Op op, int rank) {
    int[] given = op instanceof BaseReduceOp reduction && reduction.dimensions() != null ? reduction.dimensions().toIntVector() : new int[0];
    return normal(given, rank);
  }

  public static boolean keepsDimensions(Op op) {
    return op instanceof BaseReduceOp reduction && reduction.isKeepDims();
  }

  /**
   * @param given dimensions, counted from the end if negative; none, or ND4J's largest integer, means all
   * @param rank the number of dimensions
   * @return the dimensions in ascending order, counted from the front
   */
  public static int[] normal(int[] given, int rank) {
    if (given.length == 0 || given[0] == Integer.MAX_VALUE) { // ND4J's way to say all of them
      return IntStream.range(0, rank).toArray();
    }
    return Arrays.stream(given).map(d -> d < 0 ? d + rank : d).sorted().distinct().toArray();
  }

  /**
   * @param shape the shape before
   * @param dimensions the dimensions that go, counted from the front
   * @param keep whether they stay with size 1
   * @return the shape afterwards
   */
  public static long[] shape(long[] shape, int[] dimensions, boolean keep) {
    boolean[] gone = new boolean[shape.length];
    for (int d : dimensions) {
      gone[d] = true;
    }
    return IntStream.range(0, shape.length).filter(d -> keep || !gone[d]).mapToLong(d -> gone[d] ? 1 : shape[d]).toArray();
  }

  /**
   * @param shape a shape
   * @param dimensions some of its dimensions
   * @return how many elements they span
   */
  public static long count(long[] shape, int[] dimensions) {
    return LongStream.of(Arrays.stream(dimensions).mapToLong(d -> shape[d]).toArray()).reduce(1, (a, b) -> a * b);
  }
}
