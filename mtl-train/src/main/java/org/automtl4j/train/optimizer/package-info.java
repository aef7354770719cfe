/**
 * The update rules: they change parameters in place, given their gradients. Rules are those of the published method (and of PyTorch), which differ from
 * ND4J's updaters in small things; {@link org.automtl4j.train.optimizer.Optimizer} says in which. Their state is a value that can be taken out and put back.
 * Only {@code DirectArray} knows how an array's numbers are reached.
 */
package org.automtl4j.train.optimizer;
