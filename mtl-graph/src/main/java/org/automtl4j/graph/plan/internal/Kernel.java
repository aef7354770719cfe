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

  /** @return whether it takes no longer than reading its inputs and writing its only output */
  default boolean isElementwise() {
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
