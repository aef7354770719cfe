package org.automtl4j.plan;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Takes gradients one by one, see {@link TrainingPlan#backward(GradientConsumer)}. */
@FunctionalInterface
public interface GradientConsumer {
  /**
   * @param variable the variable's name
   * @param gradient its gradient; of the variable's shape, or, where most of a gradient is 0 whatever the numbers are, as that of a kernel's taps that see nothing but
   *     padding, neighbouring numbers of it in C order, any shape. Valid until this method returns, and only to be read
   * @param first the place of the first of these numbers among the variable's, in C order; the gradient of those before and after is 0
   */
  void accept(String variable, INDArray gradient, long first);
}
