/**
 * One small class for each family of operations: how they run and how gradients pass them. {@link org.automtl4j.plan.internal.rule.Rules} lists them
 * all. A rule uses ND4J's own backward operation where that is right and fast, and products and sums elsewhere; every one passes the same finite-difference
 * test.
 */
package org.automtl4j.plan.internal.rule;
