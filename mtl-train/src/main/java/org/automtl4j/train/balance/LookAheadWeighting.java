package org.automtl4j.train.balance;

import java.util.OptionalDouble;

/**
 * Learns weights from what a step with them would do to another batch (bilevel methods with one inner step). An iteration takes three batches:
 *
 * <ol>
 *   <li>inner: the gradients g_t of all tasks at theta, of all parameters; theta' = theta - eta sum w_t g_t with the {@link #weights} of now, by plain gradient descent;
 *   <li>outer: the gradients of all tasks at theta', of which {@link #outer} needs the products with the inner ones; then theta is put back exactly;
 *   <li>training: an ordinary step from theta on sum w_t L_t with the weights as they are then, tasks' own parameters included.
 * </ol>
 *
 * <p>Rows here are gradients of <em>all</em> weights, tasks' own too: those of task t add to the products of t with t only.
 */
public non-sealed interface LookAheadWeighting extends Balancer {

  /**
   * @param losses names the tasks; the losses themselves are not looked at
   * @return w of each task that is present
   */
  double[] weights(StepLosses losses);

  /** @return the rate eta of the inner step; empty: that of the phase at this iteration */
  OptionalDouble innerRate();

  /**
   * Learns from the outer batch.
   *
   * @param products [T][T]: row t, column j is the product of the outer gradient of task t at theta' with the inner gradient of task j at theta
   * @param eta the rate of the inner step that was taken, greater than 0
   * @param losses names the tasks, all of which have to be present
   */
  void outer(double[][] products, double eta, StepLosses losses);

  @Override
  default Needs needs() {
    return Needs.LOOK_AHEAD;
  }
}
