package org.automtl4j.train.balance;

import org.automtl4j.plan.GradientConsumer;

/** Combines the gradients themselves, where their inner products are not enough. */
public non-sealed interface GradientCombination extends Balancer {

  /**
   * @param rows the gradients of the shared parameters of the tasks that are present
   * @param losses of the same tasks in the same order
   * @param out is handed the combined gradient of each shared parameter, as a flat array in C order that is valid during the call only
   */
  void combine(TaskGradients rows, StepLosses losses, GradientConsumer out);

  /**
   * The factors of the tasks' own parameters, as {@link GramianWeighting#ownWeights}.
   *
   * @param losses of the step
   * @return a factor of each present task
   */
  default double[] ownWeights(StepLosses losses) {
    return losses.ones();
  }

  /**
   * The factors w with g = J' w where there are such, else what comes nearest to them; for reports.
   *
   * @return by present task of the last step; empty before the first
   */
  double[] lastWeights();
}
