/**
 * Balancing at work in a stage: it gathers the gradients of tasks at the same parameters, hands them to the method, and passes on what the method makes of them.
 * What the methods compute is in {@link org.automtl4j.train.balance}.
 */
package org.automtl4j.train.loop.balance;
