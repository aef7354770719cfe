/**
 * What training minimises. A {@link org.automtl4j.data.loss.TaskLoss} adds the loss of one task to a SameDiff graph, from elementary operations only: the
 * ready-made losses of SameDiff 1.0.0-M2.1 ignore the gradient that comes in, so that a weight in front of them would have no effect.
 */
package org.automtl4j.data.loss;
