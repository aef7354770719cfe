package org.automtl4j.train.balance;

/** Weighs tasks' gradients of the shared parameters by numbers that follow from their inner products. */
@FunctionalInterface
public non-sealed interface GramianWeighting extends Balancer {

  /**
   * @param gramian G of the tasks that are present, [T][T]
   * @param losses of the same tasks in the same order
   * @return w of each of these tasks; the shared parameters' gradient is g = J' w
   */
  double[] weights(Gramian gramian, StepLosses losses);

  /**
   * The factors of the tasks' own parameters: heads, branches and normalisations that one task alone uses. Asked before {@link #weights}, or after it, as {@link Needs#own} says.
   *
   * @param losses of the step
   * @return a factor of each present task
   */
  default double[] ownWeights(StepLosses losses) {
    return losses.ones();
  }

  @Override
  default Needs needs() {
    return Needs.GRAMIAN;
  }
}
