package org.automtl4j.graph.plan.internal;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a call computes, apart from the arrays on which it does. */
public interface Kernel {
  /** @return a name for messages */
  String name();

  /**
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
   * @param input the number of an input with the first output's shape and type
   * @param inputs all inputs
   * @return whether the first output may lie in that input's memory, and is not slower there
   */
  default boolean mayOverwrite(int input, List<Value> inputs) {
    return false;
  }
}
