package org.automtl4j.train.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes the gradients of a step one by one, as the plan hands them out, and does something with them: optimisers learn from them; what comes before in the chain
 * adds them up over several batches, limits their norm, or exchanges them with other workers, and passes them on.
 */
public interface GradientSink {
  /**
   * @param parameter a parameter's name
   * @param gradient its gradient, of the parameter's shape, or some neighbouring numbers of it, of any shape; valid until this method returns, and only to be
   *     read
   * @param first the place of the first of these numbers among the parameter's, in C order; the gradient of those before and after is 0
   */
  void accept(String parameter, INDArray gradient, long first);

  /** All gradients of the step's batch were there. */
  default void batchDone() {}

  /** All gradients of the step were there: who held some back passes them on, and then this. */
  default void stepDone() {}
}
