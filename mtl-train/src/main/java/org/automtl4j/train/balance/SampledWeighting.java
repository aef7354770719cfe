package org.automtl4j.train.balance;

/**
 * Weighs tasks by inner products of gradients of <em>independent</em> batches, whose expectation is that of J J' without the bias of one batch's noise. An iteration takes three batches at the
 * same parameters: of the first two the products are needed only, the third gives the direction g = J_3' w. Tasks' own parameters get the mean of their three gradients.
 */
@FunctionalInterface
public non-sealed interface SampledWeighting extends Balancer {

  /**
   * @param products J_1 J_2', [T][T], of the tasks that are present; not symmetric
   * @param losses of the third batch
   * @return w of each of these tasks
   */
  double[] weights(double[][] products, StepLosses losses);

  @Override
  default Needs needs() {
    return Needs.THREE_BATCHES;
  }
}
