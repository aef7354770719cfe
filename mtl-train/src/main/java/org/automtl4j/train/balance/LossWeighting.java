package org.automtl4j.train.balance;

/** Weighs losses by numbers that are known before the backward pass: one backward pass of sum w_t L_t is all that a step needs, and tasks' own parameters are weighted alike. */
@FunctionalInterface
public non-sealed interface LossWeighting extends Balancer {

  /**
   * @param losses of this step; of one task only where tasks take turns
   * @return w_t = d total / d L_t of each task that is present, in their order
   */
  double[] weights(StepLosses losses);

  /**
   * Told after the update, if {@link Needs#again} says so.
   *
   * @param losses of the same batch once more, with the parameters after the update, the same dropout masks, and running statistics left alone
   */
  default void after(StepLosses losses) {}

  @Override
  default Needs needs() {
    return Needs.LOSSES_OF_A_STEP;
  }
}
