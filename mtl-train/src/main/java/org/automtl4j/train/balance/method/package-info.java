/**
 * The balancing methods, one a file: a record with the method's options, which makes the {@link org.automtl4j.train.balance.Balancer} that computes. Formulas are in the words of
 * {@code org.automtl4j.train.balance}. {@link org.automtl4j.train.balance.Balancing} has a short name for each.
 */
package org.automtl4j.train.balance.method;
