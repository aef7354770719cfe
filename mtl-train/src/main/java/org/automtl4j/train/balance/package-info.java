/**
 * Balancing of tasks: how the losses and gradients of several tasks become one update of the parameters that they share. {@link org.automtl4j.train.balance.Balancing} is
 * how a method is named and configured, {@link org.automtl4j.train.balance.Balancer} what computes at each step; methods are in
 * {@code org.automtl4j.train.balance.method}, one a file. Nothing here knows how a network is trained: losses and gradients come in, weights or a combined gradient go out, and
 * all that a method remembers is a {@link org.automtl4j.train.balance.BalancerState}.
 *
 * <p>In formulas L_t are the losses of T tasks (already multiplied by the configuration's task weights), J is the T x D matrix whose rows g_t are the gradients of the shared parameters,
 * G = J J' the Gramian, n_t = |g_t|, w the weights and g = J' w what the optimiser gets.
 */
package org.automtl4j.train.balance;
