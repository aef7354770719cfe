package org.automtl4j.plan.internal.ir;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a call computes, apart from the arrays on which it does. */
public interface Kernel {
  /** @return a name for messages */
  String name();

  /** @return name and arguments: equal for kernels that take the same time over arrays of the same shapes */
  default String work() {
    return name();
  }

  /**
   * Prepares a call. It may keep no more of an array than where it lies in memory: a buffer of an array's numbers does not keep the array, whose memory goes back
   * when the collector finds it. So whoever binds keeps the arrays as long as the call may run.
   *
   * @param inputs the arrays to read
   * @param outputs the arrays to write, never one of the inputs except where {@link #mayOverwrite} allows it
   * @return the prepared call
   */
  Call bind(INDArray[] inputs, INDArray[] outputs);

  /**
   * @param inputs what it reads
   * @return whether it takes little more time than reading that and writing its only output, so that it may be called twice to save memory
   */
  default boolean isCheap(List<Value> inputs) {
    return false;
  }

  /**
   * A call that gives some of an output's numbers.
   *
   * @param kernel what it computes
   * @param first the place of the first number of the output that it gives
   * @param shape the shape of what it gives instead of the output
   */
  record Excerpt(Kernel kernel, long first, long[] shape) {}

  /**
   * @param output the first output
   * @return how to compute that part of it which is not 0 whatever the inputs are, if it is much less than all
   */
  default Optional<Excerpt> excerpt(Value output) {
    return Optional.empty();
  }

  /**
   * @param input the number of an input with the first output's shape and type
   * @param inputs all inputs
   * @return whether the first output may lie in that input's memory, and is not slower there
   */
  default boolean mayOverwrite(int input, List<Value> inputs) {
    return false;
  }
}
